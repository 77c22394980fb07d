import assert from "node:assert/strict";
import { proxyFor } from "../../../../src/kube/transport/proxy.ts";
import { FakeEnvironment } from "../../support/fake_host.ts";

const proxy = "http://proxy:3128";

function fromEnvironment(server: string, env: Record<string, string>): string | undefined {
  return proxyFor(server, undefined, new FakeEnvironment(env));
}

const environments: readonly (readonly [
  server: string,
  env: Record<string, string>,
  expected: string | undefined,
])[] = [
  ["https://api.example.com", {}, undefined],
  ["https://api.example.com", { HTTPS_PROXY: proxy }, proxy],
  ["https://api.example.com", { https_proxy: proxy }, proxy],
  ["https://api.example.com", { HTTPS_PROXY: proxy, https_proxy: "http://no" }, proxy],
  ["https://api.example.com", { HTTP_PROXY: proxy, ALL_PROXY: proxy }, undefined],
  ["http://api.example.com", { HTTP_PROXY: proxy }, proxy],
  ["http://api.example.com", { HTTPS_PROXY: proxy }, undefined],
  ["https://api.example.com", { HTTPS_PROXY: "proxy:3128" }, proxy],
  ["https://api.example.com", { HTTPS_PROXY: "socks5h://s:1" }, "socks5h://s:1"],
  ["https://localhost:6443", { HTTPS_PROXY: proxy }, undefined],
  ["https://127.0.0.1:6443", { HTTPS_PROXY: proxy }, undefined],
  ["https://127.9.9.9", { HTTPS_PROXY: proxy }, undefined],
  ["https://[::1]:6443", { HTTPS_PROXY: proxy }, undefined],
];
for (const [server, env, expected] of environments) {
  Deno.test(`proxyFor() leads ${server} with ${JSON.stringify(env)} to ${expected}`, () => {
    assert.equal(fromEnvironment(server, env), expected);
  });
}

const exemptions: readonly (readonly [noProxy: string, server: string, isExempt: boolean])[] = [
  ["*", "https://api.example.com", true],
  ["example.com", "https://example.com", true],
  ["example.com", "https://api.example.com", true],
  ["example.com", "https://badexample.com", false],
  [".example.com", "https://api.example.com", true],
  [".example.com", "https://example.com", false],
  ["*.example.com", "https://api.example.com", true],
  ["*.example.com", "https://example.com", false],
  ["EXAMPLE.com", "https://api.Example.COM", true],
  ["a, example.com ,b", "https://example.com", true],
  ["example.com:6443", "https://example.com:6443", true],
  ["example.com:6443", "https://example.com", false],
  ["example.com:443", "https://example.com", true],
  ["10.1.2.3", "https://10.1.2.3:6443", true],
  ["10.1.2.3:6443", "https://10.1.2.3:6443", true],
  ["10.1.2.3:1", "https://10.1.2.3:6443", false],
  ["10.0.0.0/8", "https://10.255.0.1", true],
  ["10.0.0.0/8", "https://11.0.0.1", false],
  ["10.0.0.0/8", "https://[::a00:1]", false],
  ["10.0.0.0/33", "https://10.0.0.1", false],
  ["10.0.0.0/x", "https://10.0.0.1", false],
  ["fd00::/8", "https://[fd12:3456::1]:6443", true],
  ["fd00::/8", "https://[fe80::1]", false],
  ["fd00::1", "https://[fd00:0:0::1]", true],
  ["[fd00::1]:6443", "https://[fd00::1]:6443", true],
  ["[fd00::1]:1", "https://[fd00::1]:6443", false],
  ["", "https://example.com", false],
  [",,:443", "https://example.com", false],
];
for (const [noProxy, server, isExempt] of exemptions) {
  Deno.test(`proxyFor() with NO_PROXY=${noProxy}: ${server} ${isExempt ? "direct" : "by proxy"}`, () => {
    const found = fromEnvironment(server, { HTTPS_PROXY: proxy, NO_PROXY: noProxy });
    assert.equal(found, isExempt ? undefined : proxy);
  });
}

Deno.test("proxyFor() obeys proxy-url for loopback and against NO_PROXY", () => {
  const env = new FakeEnvironment({ NO_PROXY: "*", HTTPS_PROXY: "http://other" });
  assert.equal(proxyFor("https://127.0.0.1:1", "socks5://s", env), "socks5://s");
});

Deno.test("proxyFor() refuses an address without quoting it", () => {
  for (
    const [configured, variable] of [["ftp://me:s3cret@p", ""], [undefined, "ftp://me:s3cret@p"]]
  ) {
    const env = new FakeEnvironment({ HTTPS_PROXY: variable ?? "" });
    assert.throws(() => proxyFor("https://h", configured, env), (error) => {
      return error instanceof Error && error.name === "ConfigError" &&
        /(proxy-url|HTTPS_PROXY).*unsupported scheme "ftp"/.test(error.message) &&
        !error.message.includes("s3cret");
    });
  }
});
