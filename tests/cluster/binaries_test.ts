import assert from "node:assert/strict";
import { run, type RunResult } from "./support/run.ts";

const MODULE = new URL("../../testcluster/binaries.ts", import.meta.url).href;

/** Stands in for Go: notes how it is called, and takes a moment to build. */
const GO = `#!/bin/sh
if [ "$1" = env ]; then echo "$FAKE_GO_VERSION"; exit; fi
echo "$GOFLAGS $GOTOOLCHAIN $CGO_ENABLED $*" >>"$FAKE_GO_LOG"
sleep 0.2
echo "some/package" >&2
case "$*" in *"$FAKE_GO_FAILS"*) echo "no such thing" >&2; exit 1 ;; esac
while [ "$1" != -o ]; do shift; done
echo built >"$2"
`;

Deno.test("findBinaries() builds once, though two processes ask at once", async () => {
  await using home = await fakeGo();
  const found = await Promise.all([home.find(), home.find()]);
  assert.deepEqual(found.map(({ code, stderr }) => [code, stderr.includes("rror")]), [
    [0, false],
    [0, false],
  ]);
  const { etcd, apiServer, controllerManager } = JSON.parse(found[0].stdout);
  for (const path of [etcd, apiServer, controllerManager]) {
    assert.equal(await Deno.readTextFile(path), "built\n");
  }
  assert.equal(found[1].stdout, found[0].stdout);
  assert.equal((await home.calls()).length, 5);
  assert.equal((await home.find()).stderr, "");
});

Deno.test("findBinaries() says that the first time takes minutes", async () => {
  await using home = await fakeGo();
  assert.match((await home.find()).stderr, /takes several minutes the first time/);
});

Deno.test("findBinaries() builds the same whatever the user's Go settings are", async () => {
  await using home = await fakeGo();
  const settings = { GOFLAGS: "-mod=vendor", GOTOOLCHAIN: "go1.20", CGO_ENABLED: "1" };
  assert.equal((await home.find(settings)).code, 0);
  for (const call of await home.calls()) {
    assert.match(call, /^-mod=readonly -buildvcs=false local 0 build /);
  }
  assert.match((await home.calls()).join(), /version\.gitVersion=v\d+\.\d+\.\d+ /);
});

Deno.test("findBinaries() shows why a build failed, and keeps nothing half built", async () => {
  await using home = await fakeGo();
  const { stderr } = await home.find({ FAKE_GO_FAILS: "etcd" });
  assert.match(
    stderr,
    /go build go\.etcd\.io\/etcd\/server\/v3 ended with code 1:\n(.*\n)*no such/,
  );
  const cached = [...Deno.readDirSync(`${home.folder}/cache/kubectl-apprepo/testcluster`)];
  assert.deepEqual(cached.filter((entry) => entry.isDirectory), []);
});

Deno.test("findBinaries() names a Go that is missing or too old, and how to get it", async () => {
  await using home = await fakeGo();
  const old = await home.find({ FAKE_GO_VERSION: "go1.25.4" });
  assert.match(old.stderr, /Go 1\.\d+ or newer is needed .* this is go1\.25\.4: .*go\.dev\/dl/);
  const missing = await home.find({ PATH: "/nonexistent" });
  assert.match(missing.stderr, /Go 1\.\d+ or newer is needed .* no go in PATH: .*go\.dev\/dl/);
});

Deno.test("findBinaries() takes KUBEBUILDER_ASSETS, when all three are there", async () => {
  await using home = await fakeGo();
  const assets = { KUBEBUILDER_ASSETS: home.folder };
  await Deno.writeTextFile(`${home.folder}/etcd`, "");
  await Deno.writeTextFile(`${home.folder}/kube-apiserver`, "");
  const lacking = await home.find(assets);
  assert.match(lacking.stderr, /KUBEBUILDER_ASSETS .* has no kube-controller-manager: .*unset/);
  await Deno.writeTextFile(`${home.folder}/kube-controller-manager`, "");
  assert.equal(JSON.parse((await home.find(assets)).stdout).etcd, `${home.folder}/etcd`);
  assert.deepEqual(await home.calls(), []);
});

/** A folder with a cache of its own and a `go`. */
async function fakeGo() {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/bin`);
  await Deno.writeTextFile(`${folder}/bin/go`, GO, { mode: 0o755 });
  await Deno.writeTextFile(`${folder}/calls`, "");
  const standard = {
    KUBEBUILDER_ASSETS: "",
    XDG_CACHE_HOME: `${folder}/cache`,
    PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
    FAKE_GO_VERSION: "go1.99.0",
    FAKE_GO_LOG: `${folder}/calls`,
    FAKE_GO_FAILS: "nothing",
  };
  const script = `
    const { findBinaries } = await import(${JSON.stringify(MODULE)});
    console.log(JSON.stringify(await findBinaries()));
  `;
  return {
    folder,
    find(env: Record<string, string> = {}): Promise<RunResult> {
      const variables = { ...standard, ...env, NO_COLOR: "1" };
      return run(Deno.execPath(), ["eval", script], { env: variables });
    },
    /** Environment and arguments of each `go build`. */
    async calls(): Promise<string[]> {
      const text = await Deno.readTextFile(`${folder}/calls`);
      return text.split("\n").filter((line) => line !== "");
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await Deno.remove(folder, { recursive: true });
    },
  };
}
