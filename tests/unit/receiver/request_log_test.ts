import assert from "node:assert/strict";
import { LogWriter } from "../../../src/receiver/log_writer.ts";
import { messageLine, requestLine } from "../../../src/receiver/request_log.ts";

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const entry = {
  method: "POST",
  target: { cluster: "default", namespace: "ns", name: "repo" },
  code: 200,
  ms: 12.345,
  isShared: true,
  remoteAddress: "10.0.0.1",
};

Deno.test("requestLine() writes one line, for machines or for people", () => {
  assert.equal(
    requestLine(at, entry, "json"),
    '{"time":"2026-01-02T03:04:05.006Z","method":"POST","cluster":"default","namespace":"ns",' +
      '"name":"repo","status":200,"ms":12.3,"shared":true,"remote":"10.0.0.1"}\n',
  );
  assert.equal(
    requestLine(at, entry, "text"),
    "2026-01-02T03:04:05.006Z 10.0.0.1 POST default/ns/repo 200 12.3ms shared\n",
  );
  const refused = { code: 400, ms: 0, remoteAddress: "10.0.0.1" };
  assert.equal(
    requestLine(at, refused, "text"),
    "2026-01-02T03:04:05.006Z 10.0.0.1 - - 400 0ms\n",
  );
  const failed = {
    ...{ method: "POST", hook: { namespace: "a", name: "b", from: "github" as const } },
    ...{ verdict: "failed" as const, unrefreshed: { one: 404, two: 403 } },
    ...{ code: 404, ms: 1, remoteAddress: "10.0.0.1" },
  };
  assert.match(
    requestLine(at, failed, "json"),
    /"verdict":"failed","unrefreshed":{"one":404,"two":403},/,
  );
  assert.match(requestLine(at, failed, "text"), / hook a\/b 404 1ms failed one:404 two:403\n$/);
  assert.match(messageLine(at, "a\nb", "json"), /"message":"a\\nb"}\n$/);
});

Deno.test("LogWriter writes lines together, in their order, at the latest when told", async () => {
  const written: string[] = [];
  const log = new LogWriter((text) => written.push(text));
  log.add("a\n");
  log.add("b\n");
  assert.equal(written.length, 0);
  log.flush();
  assert.equal(written.join("|"), "a\nb\n");
  for (let count = 0; count < 500; count++) log.add("c\n");
  assert.equal(written[1]?.length, 1_000, "many lines do not wait");
  log.add("d\n");
  while (written.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(written[2], "d\n");
  log.flush();
  assert.equal(written.length, 3);
});
