import assert from "node:assert/strict";
import { kustomized, readManifests } from "../../../../../src/cli/verbs/refresh/manifest_files.ts";
import { realHost } from "../../../../../src/real_host.ts";
import type { Program } from "../../../../../src/host.ts";
import { FakeHost } from "../../../support/fake_host.ts";

const files = {
  "f/b.yaml": "b",
  "f/a.yml": "a",
  "f/c.json": "c",
  "f/d.txt": "d",
  "f/YAML": "e",
  "f/sub/f.yaml": "f",
  "f/sub/deep/g.yaml": "g",
  "empty/readme.md": "",
  "one.txt": "one",
};

async function texts(paths: string[], recursive = false): Promise<string[]> {
  const host = new FakeHost({ files, stdin: { text: "typed" } });
  return await Array.fromAsync(readManifests(host, paths, recursive), ({ text }) => text);
}

Deno.test("readManifests() reads a folder's manifests in the order of their names", async () => {
  assert.deepEqual(await texts(["f"]), ["a", "b", "c"]);
  assert.deepEqual(await texts(["f"], true), ["a", "b", "c", "g", "f"]);
  assert.deepEqual(await texts(["f/sub", "one.txt", "-"]), ["f", "one", "typed"]);
});

Deno.test("readManifests() says of each whether it was asked for by its own name", async () => {
  const all = readManifests(new FakeHost({ files }), ["f/sub", "one.txt"], false);
  assert.deepEqual(await Array.fromAsync(all, ({ name, isNamed }) => [name, isNamed]), [
    ["f/sub/f.yaml", false],
    ["one.txt", true],
  ]);
});

const wrong: readonly (readonly [path: string, message: string | RegExp])[] = [
  ["none", 'the path "none" does not exist'],
  ["", 'the path "" does not exist'],
  ["empty", "error reading [empty]: recognized file extensions are [.json .yaml .yml]"],
  ["https://a/b.yaml", /not URLs: curl https:\/\/a\/b.yaml \| kubectl apprepo refresh -f -/],
];
for (const [path, message] of wrong) {
  Deno.test(`readManifests() refuses ${path}`, async () => {
    await assert.rejects(texts([path]), { name: "UsageError", message });
  });
}

Deno.test("kustomized() asks the kubectl that called, or the one in PATH", async () => {
  const ran: Program[] = [];
  const exec = (program: Program) => (ran.push(program), { code: 0, stdout: "made" });
  for (const env of [{ KUBECTL_PATH: "/opt/kubectl" }, {}] as Record<string, string>[]) {
    assert.equal((await kustomized(new FakeHost({ env, exec }), "k")).text, "made");
  }
  assert.deepEqual(ran.map(({ command, args }) => [command, ...args]), [
    ["/opt/kubectl", "kustomize", "k"],
    ["kubectl", "kustomize", "k"],
  ]);
});

Deno.test("kustomized() says where kubectl refuses, or is not there", async () => {
  const refusing = new FakeHost({ exec: () => ({ code: 1, stdout: "" }) });
  await assert.rejects(kustomized(refusing, "k"), {
    message: "kubectl kustomize k failed with exit code 1",
  });
  await assert.rejects(kustomized(new FakeHost(), "k"), { message: /^-k needs kubectl/ });
});

Deno.test("readManifests() shows no password of a URL, and no text where a path belongs", async () => {
  for (const path of ["https://me:s3cret@a/b.yaml", "apiVersion: v1\ntoken: s3cret"]) {
    await assert.rejects(texts([path]), ({ message }: Error) => {
      assert.doesNotMatch(message, /s3cret/);
      return true;
    });
  }
});

Deno.test({
  name: "readManifests() goes round no links, and reads files through them",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/b.yaml`, "b");
    await Deno.symlink(`${folder}/b.yaml`, `${folder}/a.yaml`);
    for (const name of ["one", "two"]) await Deno.symlink(folder, `${folder}/${name}`);
    const read = readManifests(realHost(), [folder], true);
    assert.deepEqual(await Array.fromAsync(read, ({ text }) => text), ["b", "b"]);
    await Deno.remove(folder, { recursive: true });
  },
});
