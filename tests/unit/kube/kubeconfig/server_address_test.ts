import assert from "node:assert/strict";
import { serverAddress } from "../../../../src/kube/kubeconfig/server_address.ts";

const addresses: readonly (readonly [text: string, address: string])[] = [
  ["https://api.example.com", "https://api.example.com"],
  ["https://api.example.com:443/", "https://api.example.com:443"],
  ["HTTPS://10.0.0.1:6443", "https://10.0.0.1:6443"],
  ["https://[fd00::1]:6443/", "https://[fd00::1]:6443"],
  ["https://rancher.example.com/k8s/clusters/c-1/", "https://rancher.example.com/k8s/clusters/c-1"],
  ["https://h//k8s//clusters//?a=b#c", "https://h/k8s/clusters"],
  ["http://127.0.0.1:8001?x", "http://127.0.0.1:8001"],
  ["127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["localhost:8080/", "http://localhost:8080"],
  ["api.example.com", "http://api.example.com"],
  ["[::1]:8001", "http://[::1]:8001"],
];
for (const [text, address] of addresses) {
  Deno.test(`serverAddress() reads ${text}`, () => {
    assert.deepEqual(serverAddress(text), { address, login: undefined });
  });
}

const refused = [
  "127.0.0.1:8080/path",
  "/foo",
  "https://",
  "unix:///foo",
  "https://h:99999",
];
for (const text of refused) {
  Deno.test(`serverAddress() refuses ${text} as kubectl does`, () => {
    assert.throws(() => serverAddress(text), {
      message: `error: host must be a URL or a host:port pair: "${text}"`,
    });
  });
}

const blanks = [
  "https://a b",
  " https://a",
  "https://a ",
  "https://a:1 /x",
  "a:1 ",
  "https://a\t",
  "https://a\n",
];
for (const text of blanks) {
  Deno.test(`serverAddress() finds the blank in ${JSON.stringify(text)}`, () => {
    assert.throws(() => serverAddress(text), {
      message: `error: host must be a URL or a host:port pair: ${
        JSON.stringify(text)
      }\nThere is a blank or control character in the server's address: take it out.`,
    });
  });
}

Deno.test("serverAddress() refuses another scheme", () => {
  assert.throws(() => serverAddress("ftp://h"), {
    message: 'Unable to connect to the server: unsupported protocol scheme "ftp"',
  });
});

Deno.test("serverAddress() takes the user out, and quotes no password", () => {
  assert.deepEqual(serverAddress("https://me:p%40ss@h:1/x"), {
    address: "https://h:1/x",
    login: { username: "me", password: "p@ss" },
  });
  assert.throws(() => serverAddress("https://me:s3cret@h:99999"), (error) => {
    return !String(error).includes("s3cret");
  });
});
