// What an API server answers, and what a fuzzer makes of it.

import type { FuzzCase, Surroundings } from "./fuzz_case.ts";
import { goodAnswer } from "./good_answer.ts";
import { mutatedBytes, mutatedText } from "./mutate_text.ts";
import { deepened, mutatedValue } from "./mutate_value.ts";
import type { Random } from "./random.ts";

const path = "/home/user/.kube/config";

export function answerCase(random: Random, { http }: Surroundings): FuzzCase {
  const kubeconfig = JSON.stringify({
    clusters: [{ name: "c", cluster: { server: http } }],
    contexts: [{ name: "c", context: { cluster: "c", user: "c" } }],
    "current-context": "c",
  });
  const badness = random.pick([20, 60, 100]);
  return {
    files: { [path]: kubeconfig },
    kubeconfig: path,
    words: ["refresh", ...random.pick(selections), ...random.pick(outputs), "--request-timeout=3s"],
    pluginOutput: "",
    answer: (method, target) =>
      random.chance(badness) ? badAnswer(random, method, target) : undefined,
    mostLines: Infinity,
  };
}

const selections = [["a"], ["a"], ["a", "b"], ["--all"], ["--all"], ["--all", "-A"], ["-l", "a=b"]];
const outputs = [
  [],
  [],
  ["-o", "json"],
  ["-o", "yaml"],
  ["-o", "name"],
  ["-o", "jsonpath={.spec.resyncRequests}{.metadata.labels.a}"],
  ["--dry-run=server"],
  ["-q"],
  ["-v=8"],
];

function badAnswer(random: Random, method: string, target: string): Uint8Array {
  const body = random.chance(30) ? statusObject(random) : goodAnswer(method, target);
  const value = random.chance(60) ? mutatedValue(random, body) : body;
  let text = deepened(random, JSON.stringify(value));
  if (random.chance(20)) text = text.replace(/\d+/, random.pick(numbers));
  if (random.chance(30)) text = mutatedText(random, text);
  const { code } = body as { code?: number };
  const bytes = new TextEncoder().encode(head(random, code, text) + text);
  return random.chance(25) ? mutatedBytes(random, bytes) : bytes;
}

const numbers = [
  "123456789012345678901234567890",
  "-9223372036854775808",
  "1e400",
  "-0",
  "0.1e-400",
];
const codes = [200, 200, 200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 405, 409, 410, 413, 422];
const moreCodes = [429, 500, 502, 503, 504, 599, 600, 999, 99, 0, -1];

function head(random: Random, code: number | undefined, body: string): string {
  const status = code ?? (random.chance(80) ? random.pick(codes) : random.pick(moreCodes));
  const length = new TextEncoder().encode(body).length;
  const headers = [
    `Content-Type: ${random.pick(["application/json", "text/html", "application/yaml", ""])}`,
    ...(random.chance(90) ? [`Content-Length: ${length}`] : []),
    ...(random.chance(30) ? [random.pick(oddHeaders)] : []),
    ...(random.chance(10) ? [`${headerText(random)}: ${headerText(random)}`] : []),
  ];
  return `HTTP/1.1 ${status} ${random.pick(["OK", "", "\u00ff"])}\r\n${
    headers.join("\r\n")
  }\r\n\r\n`;
}

function headerText(random: Random): string {
  return random.text().replace(/[\r\n]/g, "");
}

const oddHeaders = [
  "Retry-After: 0",
  "Retry-After: -5",
  "Retry-After: 1e9",
  "Retry-After: soon",
  "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT",
  'Warning: 299 - "old and \x1b[31mred"',
  'Warning: 299 - "unfinished',
  `Warning: ${'299 - "again" '.repeat(500)}`,
  "Location: http://127.0.0.1:1/",
  "Location: \x01",
  "Transfer-Encoding: chunked",
  "Content-Length: 99999999999999999999",
  "Content-Length: -1",
  "Content-Encoding: gzip",
  "Content-Encoding: br",
  "Connection: close",
  "Upgrade: h2c",
  `X-Long: ${"x".repeat(100_000)}`,
];

function statusObject(random: Random): Record<string, unknown> {
  const code = random.pick(codes.filter((value) => value >= 400));
  const details = {
    name: "a",
    group: "kubeapps.com",
    kind: "apprepositories",
    retryAfterSeconds: random.pick([1, 5, 0, -1, 1e12]),
    causes: [{ reason: "FieldValueInvalid", message: "wrong", field: "spec.type" }, {
      message: "also wrong",
    }],
  };
  const reason = random.pick(["Invalid", "NotFound", "Forbidden", "Conflict", "Unauthorized", ""]);
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: random.chance(50) ? "no \x1b[2J\x9b1m\u202e way" : random.text(),
    reason,
    details,
    code,
  };
}
