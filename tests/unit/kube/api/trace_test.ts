import assert from "node:assert/strict";
import type { Exchange } from "../../../../src/kube/api/session.ts";
import { traceLines } from "../../../../src/kube/api/trace.ts";

const exchange: Exchange = {
  method: "GET",
  url: "https://h/apis/x",
  requestHeaders: [["accept", "application/json"], ["authorization", "Bearer s3cret"]],
  milliseconds: 5,
  answer: {
    code: 200,
    headers: new Headers({ "content-type": "application/json" }),
    body: '{"token":"s3cret"}',
  },
};

const levels: Readonly<Record<number, string>> = {
  5: "",
  6: "GET https://h/apis/x 200 OK in 5 milliseconds\n",
  7: "GET https://h/apis/x\n" +
    "Request Headers:\n" +
    "    Accept: application/json\n" +
    "    Authorization: Bearer <masked>\n" +
    "Response Status: 200 OK in 5 milliseconds\n",
  8: "Request Body: \n" +
    "GET https://h/apis/x\n" +
    "Request Headers:\n" +
    "    Accept: application/json\n" +
    "    Authorization: Bearer <masked>\n" +
    "Response Status: 200 OK in 5 milliseconds\n" +
    "Response Headers:\n" +
    "    Content-Type: application/json\n" +
    'Response Body: {"token":"<masked>"}\n',
  9: "Request Body: \n" +
    'curl -v -XGET  -H "Accept: application/json" -H "Authorization: Bearer <masked>" \'https://h/apis/x\'\n' +
    "GET https://h/apis/x 200 OK in 5 milliseconds\n" +
    "Response Headers:\n" +
    "    Content-Type: application/json\n" +
    'Response Body: {"token":"<masked>"}\n',
};
for (const [level, text] of Object.entries(levels)) {
  Deno.test(`traceLines() at level ${level}`, () => {
    assert.equal(traceLines(exchange, Number(level)), text);
  });
}

Deno.test("traceLines() cuts bodies at 1,024 and 10,240 characters, and from level 10 on nowhere", () => {
  const body = "x".repeat(20_000);
  const long = { ...exchange, requestBody: body, answer: undefined };
  assert.match(traceLines(long, 8), /^Request Body: x{1024} \[truncated 18976 chars\]\n/);
  assert.match(traceLines(long, 9), /^Request Body: x{10240} \[truncated 9760 chars\]\n/);
  assert.match(traceLines(long, 10), /^Request Body: x{20000}\n/);
});

Deno.test("traceLines() tells of a request that got no answer", () => {
  assert.equal(
    traceLines({ ...exchange, answer: undefined }, 6),
    "GET https://h/apis/x  in 5 milliseconds\n",
  );
});
