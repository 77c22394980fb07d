import assert from "node:assert/strict";
import { podState } from "../../../../src/apprepo/sync/pod_state.ts";
import type { KubeObject } from "../../../../src/kube/api/resource.ts";
import { sample } from "./samples.ts";

Deno.test("podState() of a crash loop", async () => {
  assert.deepEqual(podState(await sample("pod-crashloop")), {
    repository: { namespace: "kubeapps", name: "crash2" },
    name: "apprepo-kubeapps-sync-crash2-wb9kz-cw8f7",
    namespace: "kubeapps",
    job: "e9ba360d-6815-4767-96b8-5db2bef561aa",
    createdAt: Date.parse("2026-11-22T22:21:06Z"),
    restarts: 3,
    isRunning: false,
    hasLog: true,
    hasPrevious: false,
    trouble: { reason: "CrashLoopBackOff", message: "back-off restarting failed container" },
  });
});

for (
  const [name, isRunning] of [["pod-running", true], ["pod-team-a-succeeded", false]] as const
) {
  Deno.test(`podState() of ${name}`, async () => {
    const state = podState(await sample(name));
    assert.equal(state?.isRunning, isRunning);
    assert.equal(state?.hasLog, true);
    assert.equal(state?.restarts, 0);
    assert.equal(state?.trouble, undefined);
  });
}

const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });

const rows: readonly (readonly [container: object, reason: string | undefined])[] = [
  [waiting("ContainerCreating"), undefined],
  [waiting("PodInitializing"), undefined],
  [waiting("ErrImagePull"), "ErrImagePull"],
  [waiting("ImagePullBackOff"), "ImagePullBackOff"],
  [waiting("InvalidImageName"), "InvalidImageName"],
  [waiting("CreateContainerConfigError"), "CreateContainerConfigError"],
  [{ state: { terminated: { exitCode: 1, reason: "Error" } } }, "Error"],
  [{ state: { terminated: { exitCode: 137, reason: "OOMKilled" } } }, "OOMKilled"],
  [{ state: { terminated: { exitCode: 0, reason: "Completed" } } }, undefined],
];

for (const [container, reason] of rows) {
  Deno.test(`podState() of a container with ${JSON.stringify(container)}`, async () => {
    const pod = await sample("pod-running");
    const status = { containerStatuses: [{ name: "sync", ...container }] };
    const state = podState({ ...pod, status });
    assert.equal(state?.trouble?.reason, reason);
    assert.equal(state?.hasLog, "terminated" in (container as { state: object }).state);
  });
}

Deno.test("podState() knows a restarted container's earlier log, and a Pod that no node takes", async () => {
  const pod = await sample("pod-running");
  const again = { state: { running: {} }, lastState: { terminated: { exitCode: 1 } } };
  const restarted = { ...pod, status: { containerStatuses: [{ name: "sync", ...again }] } };
  assert.equal(podState(restarted)?.hasPrevious, true);
  const no = { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1" };
  const trouble = podState({ ...pod, status: { conditions: [no] } })?.trouble;
  assert.deepEqual(trouble, { reason: "Unschedulable", message: "0/1" });
});

Deno.test("podState() takes no other Pod", async () => {
  const pod = await sample("pod-running");
  const other: KubeObject = { ...pod, metadata: { ...pod.metadata, labels: { app: "x" } } };
  assert.equal(podState(other), undefined);
});
