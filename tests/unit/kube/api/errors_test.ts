import assert from "node:assert/strict";
import { readAnswer } from "../../../../src/kube/api/answer.ts";
import { ApiError, type Status } from "../../../../src/kube/api/errors.ts";

const url = "https://h:1/apis/x";

/** Status and line, as kubectl prints it for the same. */
const lines: readonly (readonly [code: number, status: Status, line: string])[] = [
  [
    404,
    { reason: "NotFound", message: 'x "a" not found' },
    'Error from server (NotFound): x "a" not found',
  ],
  [403, { reason: "Forbidden", message: "no" }, "Error from server (Forbidden): no"],
  [409, { reason: "Conflict", message: "changed" }, "Error from server (Conflict): changed"],
  [
    401,
    { reason: "Unauthorized", message: "Unauthorized" },
    "error: You must be logged in to the server (Unauthorized)",
  ],
  [500, { message: "no reason" }, "Error from server: no reason"],
  [
    422,
    {
      reason: "Invalid",
      details: { kind: "K", name: "n", causes: [{ field: "a", message: "bad" }] },
    },
    'The K "n" is invalid: a: bad',
  ],
  [
    422,
    {
      reason: "Invalid",
      details: {
        kind: "K",
        name: "n",
        causes: [{ field: "a", message: "x" }, { field: "b", message: "y" }, {
          field: "a",
          message: "x",
        }],
      },
    },
    'The K "n" is invalid: \n* a: x\n* b: y',
  ],
  [
    422,
    { reason: "Invalid", message: "m", details: { kind: "K", name: "n" } },
    'The K "n" is invalid',
  ],
  [422, { reason: "Invalid", message: "m" }, "The request is invalid: m"],
];
for (const [code, status, line] of lines) {
  Deno.test(`ApiError words ${JSON.stringify(status)} as kubectl does`, () => {
    assert.equal(new ApiError(code, status).message, line);
  });
}

Deno.test("ApiError puts advice into a line of its own", () => {
  assert.equal(
    new ApiError(500, { message: "m" }, undefined, "Do it.").message,
    "Error from server: m\nDo it.",
  );
});

interface Row {
  readonly code: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
  readonly message: RegExp;
}

const answers: readonly Row[] = [
  {
    code: 404,
    body: "404 page not found\n",
    message: /^Error from server \(NotFound\): the server could not find the requested resource$/,
  },
  {
    code: 401,
    body: "<html>",
    message:
      /^error: You must be logged in to the server \(the server has asked for the client to provide credentials\)$/,
  },
  {
    code: 400,
    body: "Client sent an HTTP request to an HTTPS server.\n",
    message:
      /^Error from server \(BadRequest\): h:1 answered 400 to \/apis\/x: Client sent an HTTP request to an HTTPS server\.$/,
  },
  {
    code: 502,
    body: "<html>\n".repeat(99),
    message: /^Error from server: h:1 answered 502 to \/apis\/x$/,
  },
  {
    code: 302,
    body: "",
    headers: { location: "https://login/" },
    message:
      /h:1 redirects \/apis\/x to https:\/\/login\/\nRedirects are not followed, and this one looks like that of a login page/,
  },
  {
    code: 308,
    body: "",
    headers: { location: "https://other:6443/base/apis/x?timeout=1&token=s3cret" },
    message:
      /h:1 redirects \/apis\/x to https:\/\/other:6443\/base\/apis\/x\nRedirects are not followed, for the sake of the credentials: make https:\/\/other:6443\/base the server in the kubeconfig/,
  },
  {
    code: 307,
    body: "",
    headers: { location: "/apis/x/" },
    message: /h:1 redirects \/apis\/x to https?:\/\/h:1\/apis\/x\/\nRedirects are not followed/,
  },
  {
    code: 302,
    body: "",
    headers: { location: "https://[" },
    message: /h:1 redirects \/apis\/x to an address that is none$/,
  },
  {
    code: 200,
    body: "<html>",
    message: /^error: h:1 answered 200 with something that is not JSON\nIs this the address/,
  },
];
for (const { code, body, headers, message } of answers) {
  Deno.test(`readAnswer() of ${code} ${JSON.stringify(body.slice(0, 20))}`, () => {
    assert.throws(() => readAnswer({ code, body, headers: new Headers(headers) }, url), {
      message,
    });
  });
}

Deno.test("readAnswer() reads how long to wait from the header, or else from the Status", () => {
  const status = JSON.stringify({ kind: "Status", details: { retryAfterSeconds: 7 } });
  for (const [headers, seconds] of [[{ "retry-after": "3" }, 3], [{}, 7]] as const) {
    assert.throws(
      () => readAnswer({ code: 429, body: status, headers: new Headers(headers) }, url),
      (error) => error instanceof ApiError && error.retryAfter === seconds,
    );
  }
});
