import assert from "node:assert/strict";
import { parseBaseUrl } from "../../../../src/apprepo/webhook/base_url.ts";

const accepted: readonly (readonly [string, string])[] = [
  ["https://kubeapps.example.com", "https://kubeapps.example.com"],
  ["https://kubeapps.example.com/", "https://kubeapps.example.com"],
  ["HTTPS://Kubeapps.Example.com:443//", "https://kubeapps.example.com"],
  ["http://10.0.0.1:8080", "http://10.0.0.1:8080"],
  ["https://[::1]:8443/tools/kubeapps/", "https://[::1]:8443/tools/kubeapps"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
];

for (const [given, expected] of accepted) {
  Deno.test(`parseBaseUrl() takes ${given}`, () => assert.equal(parseBaseUrl(given), expected));
}

const refused: readonly (readonly [string, RegExp])[] = [
  ["kubeapps.example.com", /wants a URL with https:/],
  ["ftp://kubeapps.example.com", /wants a URL with https:/],
  ["https://", /wants a URL/],
  ["https:///path", /wants a URL/],
  ["https://host:99999", /wants a URL/],
  ["https://ho st", /has a space/],
  ["https://host\t.example", /has a space/],
  ["https://host\\@evil.example", /has a space, '\\'/],
  ["https://host/?a=b", /ends before '\?' and '#'.*keep https:\/\/host$/],
  ["https://host/#/c/default/ns/team-a", /keep https:\/\/host$/],
  ["https://host/api/v1/clusters/default", /stands before \/api\/v1\/clusters/],
];

for (const [given, expected] of refused) {
  Deno.test(`parseBaseUrl() refuses ${JSON.stringify(given)}`, () => {
    assert.throws(() => parseBaseUrl(given), { message: expected });
  });
}

Deno.test("parseBaseUrl() does not repeat a password", () => {
  assert.throws(() => parseBaseUrl("https://me:geheim@host"), (error: Error) => {
    assert.match(error.message, /user name or password/);
    assert.doesNotMatch(error.message, /geheim/);
    return true;
  });
});
