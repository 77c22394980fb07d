// A dry run shows no URL that will never be there, and says of no secret that it was shown.

import assert from "node:assert/strict";
import { testCluster } from "../support/cluster.ts";
import { plugin } from "../grant/support.ts";

const cluster = await testCluster();
const base = "--base-url=https://kubeapps.example.com";
const lent = ["--receiver=receivers:kubectl-apprepo", base];
const unmade = /^A dry run makes no secret; it is shown where it is made\.$/m;
const before = /^Its secret was shown when it was made\. A new one: /m;

async function hook(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await plugin(cluster, ["hook", ...args]);
  assert.equal(code, 0, stderr);
  return { stdout, stderr };
}

/** Programs are given no placeholder where the URL is the secret. */
async function urlOf(...args: string[]): Promise<string | undefined> {
  return JSON.parse((await hook(...args, "-o=json")).stdout).url;
}

Deno.test("a dry run of hook create and of hook rotate makes nothing up", async () => {
  for (const [from, last] of [["github", "<ID>"], ["dockerhub", "<SECRET>"]] as const) {
    const namespace = await cluster.namespace("hook-dry");
    await cluster.createRepository(namespace, "charts");
    const create = ["create", "charts", "-n", namespace, `--from=${from}`, ...lent];
    const rotate = ["rotate", "charts", "-n", namespace, base];
    const url = `https://kubeapps.example.com/hook/${namespace}/charts/`;
    for (const how of ["client", "server"]) {
      const dry = await hook(...create, `--dry-run=${how}`);
      assert.ok(dry.stdout.includes(`${url}${last}`), dry.stdout);
      assert.equal(await urlOf(...create, `--dry-run=${how}`), undefined);
      assert.match(dry.stderr, unmade);
      assert.doesNotMatch(dry.stderr, before);
    }
    const made = await urlOf(...create);
    const again = from === "github" ? made : undefined;
    assert.equal(await urlOf(...create, "--dry-run=server"), again);
    assert.match((await hook(...create, "--dry-run=client")).stderr, before);
    for (const how of ["client", "server"]) {
      assert.equal(await urlOf(...rotate, `--dry-run=${how}`), again);
      assert.match((await hook(...rotate, `--dry-run=${how}`)).stderr, unmade);
    }
  }
});
