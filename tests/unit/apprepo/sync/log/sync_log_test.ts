import assert from "node:assert/strict";
import { readSyncLog, type SyncLog } from "../../../../../src/apprepo/sync/log/sync_log.ts";

const klog = (text: string, level = "I") =>
  `${level}1122 22:00:00.123456       1 sync.go:173] ${text}`;
const logrus = (text: string, level = "info") =>
  `time="2022-01-05T10:00:00Z" level=${level} msg=${JSON.stringify(text)}`;

const rows:
  readonly (readonly [name: string, lines: readonly string[], expected: Partial<SyncLog>])[] = [
    ["nothing at all (2.9 and later, unchanged)", [], { updated: false, failedCharts: [] }],
    ["2.1: updated", [
      logrus("Successfully added the chart repository bitnami to database"),
      logrus("Stored repository update in cache"),
    ], { updated: true }],
    ["2.1: unchanged", [
      logrus("Skipping repository since there are no updates, repo.URL= https://h"),
    ], {
      updated: false,
      reason: undefined,
    }],
    ["2.4 to 3.0: updated", [
      klog("Stored repository update in cache, repo.URL= https://h"),
      klog("Successfully added the package repository bitnami to database"),
    ], { updated: true, failedFiles: 0, incomplete: undefined }],
    ["charts that failed", [
      klog('There were errors syncing chart "nginx": [unable to pull]'),
      klog('There were errors syncing chart "redis": [unable to pull]'),
      klog('There were errors syncing chart "nginx": [again]'),
      klog("Successfully added the package repository x to database"),
    ], { updated: true, failedCharts: ["nginx", "redis"] }],
    ["files that failed", [
      klog("Failed to import files, ID=bitnami/nginx, version=1.2.3: no such file", "E"),
      klog("Successfully added the package repository x to database"),
    ], { updated: true, failedFiles: 1 }],
    ["tags that could not be listed", [
      klog("unable to list tags: GET https://u:s3cret@h/v2/x/tags/list: 429", "E"),
      klog("Successfully added the package repository x to database"),
    ], {
      updated: true,
      incomplete: "unable to list tags: GET https://u:***@h/v2/x/tags/list: 429",
    }],
    ["2.1: failed", [
      logrus(
        "Can't add chart repository to database: GET request to [https://h/index.yaml] failed due to status [401]",
        "fatal",
      ),
    ], {
      reason:
        "Can't add chart repository to database: GET request to [https://h/index.yaml] failed due to status [401]",
    }],
    ["2.12: failed, with the usage that nobody needs", [
      "Error: error: GET request to [https://u:s3cret@h/index.yaml] failed due to status [401]",
      "Usage:",
      "  asset-syncer sync [REPO NAME] [REPO URL] [REPO TYPE] [flags]",
      "",
      "Flags:",
      "  -h, --help   help for sync",
    ], { reason: "error: GET request to [https://u:***@h/index.yaml] failed due to status [401]" }],
    ["3.0: failed", [
      "error: get request to [https://h/index.yaml] failed due to status [401]",
    ], { reason: "get request to [https://h/index.yaml] failed due to status [401]" }],
    ["an error of klog", [klog("got error: dial tcp: no such host", "E")], {
      reason: "got error: dial tcp: no such host",
    }],
  ];

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

for (const [name, lines, expected] of rows) {
  Deno.test(`readSyncLog(): ${name}`, async () => {
    const log = await readSyncLog(each(lines));
    for (const [field, value] of Object.entries(expected)) {
      assert.deepEqual(log[field as keyof SyncLog], value, field);
    }
    assert.doesNotMatch(JSON.stringify(log), /s3cret/);
  });
}

Deno.test("readSyncLog() does not care about case", async () => {
  const upper = rows.flatMap(([, lines]) => lines).map((line) => line.toUpperCase());
  const log = await readSyncLog(each(upper.map((line) => line.replace(/^TIME=.*/, ""))));
  assert.equal(log.updated, true);
  assert.deepEqual(log.failedCharts, ["NGINX", "REDIS"]);
  assert.ok(log.incomplete);
});

Deno.test("readSyncLog() keeps the last twenty lines of any number, and no line whole that is endless", async () => {
  const lines = Array.from({ length: 10_000 }, (_, at) => `line ${at} ${"x".repeat(3_000)}`);
  const { lastLines } = await readSyncLog(each(lines));
  assert.equal(lastLines.length, 20);
  assert.match(lastLines[0]!, /^line 9980 /);
  assert.ok(lastLines.every((line) => line.length <= 2_000));
});
