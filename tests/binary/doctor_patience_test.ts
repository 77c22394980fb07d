// What doctor says only of a repository that is two minutes old: Kubeapps may not have seen it yet.

import assert from "node:assert/strict";
import { eventually } from "./support/eventually.ts";
import { Scene } from "./support/doctor_scene.ts";

Deno.test({
  name: "doctor finds a CronJob that is deleted, and what it prints mends it",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using scene = await Scene.open();
    await scene.kubectl("delete", "cronjobs", "--all", "-n", scene.kubeapps.namespace);
    assert.deepEqual((await scene.doctor()).ids, []);
    await new Promise((resolve) => setTimeout(resolve, 121_000));
    const { ids, fixes } = await scene.doctor();
    assert.deepEqual(ids, ["ARD406"]);
    for (const command of fixes) await scene.shell(command);
    await eventually(
      "the CronJob",
      async () => (await scene.doctor()).ids.length === 0 ? true : undefined,
    );
  },
});
