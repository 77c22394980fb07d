import assert from "node:assert/strict";
import { readSyncLog, type SyncLog } from "../../../../../src/apprepo/sync/log/sync_log.ts";

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

function read(text: string): Promise<SyncLog> {
  return readSyncLog(each(text.split("\n")));
}

const nothing = {
  updated: false,
  failedCharts: [],
  chartsWithoutFiles: [],
  failedFiles: 0,
  incomplete: undefined,
  reason: undefined,
};

const klog = "1122 22:00:00.000000       1 sync.go:173] ";
const logrus = 'time="2022-11-22T22:00:00Z" level=';

const logs: Readonly<Record<string, readonly [log: string, Partial<SyncLog>]>> = {
  "2.1, updated": [
    `${logrus}info msg="Stored repository update in cache" url="https://charts.example.com"
${logrus}info msg="Successfully added the chart repository internal to database"`,
    { updated: true },
  ],
  "2.1, unchanged": [
    `${logrus}info msg="Skipping repository since there are no updates" url="https://charts.example.com"`,
    {},
  ],
  "2.1, a README missing": [
    `${logrus}info msg="icon not found" name=redis
${logrus}error msg="failed to import files" error="GET request to [https://u:s3cret@h/redis-1.0.0.tgz] failed due to status [404]" name=redis version=1.0.0
${logrus}info msg="Successfully added the chart repository internal to database"`,
    {
      updated: true,
      failedFiles: 1,
      chartsWithoutFiles: ["redis"],
      reason:
        "failed to import files: GET request to [https://u:***@h/redis-1.0.0.tgz] failed due to status [404]",
    },
  ],
  "2.3, failed": [
    `${logrus}fatal msg="GET request to [https://charts.example.com/index.yaml] failed due to status [401]"`,
    {
      reason: "GET request to [https://charts.example.com/index.yaml] failed due to status [401]",
    },
  ],
  "2.3, failed with quotes in the reason": [
    `${logrus}fatal msg="Get \\"https://charts.example.com/index.yaml\\": dial tcp: lookup charts.example.com: no such host"`,
    {
      reason:
        'Get "https://charts.example.com/index.yaml": dial tcp: lookup charts.example.com: no such host',
    },
  ],
  "2.4, updated": [
    `I${klog}asset-syncer has been configured with: server.Config{DatabaseURL:"db:5432", AuthorizationHeader:"Bearer s3cret", Debug:false}
I${klog}Repository synced, shallow=false
I${klog}Stored repository update in cache, repo.URL= https://charts.example.com
I${klog}Successfully added the package repository internal to database`,
    { updated: true },
  ],
  "2.4 to 2.8, unchanged": [
    `I${klog}Last checksum: 123
I${klog}Skipping repository since there are no updatesrepo.URL= https://charts.example.com`,
    {},
  ],
  "2.6, a README missing": [
    `E${klog}failed to import files, name=redis, version=1.0.0: GET request to [https://h/redis.tgz] failed due to status [404]
I${klog}Successfully added the package repository internal to database`,
    {
      updated: true,
      failedFiles: 1,
      chartsWithoutFiles: ["redis"],
      reason:
        "failed to import files, name=redis, version=1.0.0: GET request to [https://h/redis.tgz] failed due to status [404]",
    },
  ],
  "2.6, failed": [
    `Error: Error: GET request to [https://u:s3cret@h/index.yaml] failed due to status [401]
Usage:
  asset-syncer sync [REPO NAME] [REPO URL] [REPO TYPE] [flags]

Flags:
  -h, --help   help for sync

Error: Error: GET request to [https://u:s3cret@h/index.yaml] failed due to status [401]`,
    { reason: "GET request to [https://u:***@h/index.yaml] failed due to status [401]" },
  ],
  "2.8, a chart of a registry that can't be pulled": [
    `E${klog}failed to pull chart. Got unexpected status 500
I${klog}Successfully added the package repository internal to database`,
    {
      updated: true,
      incomplete: "failed to pull chart. Got unexpected status 500",
      reason: "failed to pull chart. Got unexpected status 500",
    },
  ],
  "2.9 and later, unchanged": ["", {}],
  "2.9 and later with more words, unchanged": [
    `I${klog}Skipping repository since checksum has not changed. repo.URL= "https://charts.example.com"`,
    {},
  ],
  "2.12, charts with errors": [
    `I${klog}There were errors syncing chart "redis": [https://u:s3cret@h: not found]
I${klog}There were errors syncing chart "redis": [again]
I${klog}There were errors syncing chart "my \\"own\\"": [not found]
E${klog}Failed to import files, ID=internal/redis, version=1.0.0: not found
E${klog}Failed to import files, ID=internal/a%2Fb, version=1.0.0: not found
I${klog}Successfully added the package repository internal to database`,
    {
      updated: true,
      failedCharts: ["redis", 'my "own"'],
      chartsWithoutFiles: ["redis", "a/b"],
      failedFiles: 2,
      reason: "Failed to import files, ID=internal/a%2Fb, version=1.0.0: not found",
    },
  ],
  "2.12, a registry that won't list its tags": [
    `E${klog}unable to list tags: GET "https://ghcr.io/v2/a/tags/list": response status code 401: unauthorized
I${klog}Successfully added the package repository internal to database`,
    {
      updated: true,
      incomplete:
        'unable to list tags: GET "https://ghcr.io/v2/a/tags/list": response status code 401: unauthorized',
      reason:
        'unable to list tags: GET "https://ghcr.io/v2/a/tags/list": response status code 401: unauthorized',
    },
  ],
  "3.0, failed": [
    `I${klog}"The component 'asset-syncer' has been configured with" serverOptions="{AuthorizationHeader:\\"Bearer s3cret\\"}"
E${klog}Failed to parse URL, url=https://h: no
Error: error: get request to [https://h/index.yaml] failed due to status [401]`,
    { reason: "get request to [https://h/index.yaml] failed due to status [401]" },
  ],
  "other letters": [
    `I${klog}SUCCESSFULLY ADDED THE PACKAGE REPOSITORY x TO DATABASE
I${klog}there were errors syncing chart "a": []`,
    { updated: true, failedCharts: ["a"] },
  ],
  "a panic": [
    "panic: runtime error: index out of range [0] with length 0\n\ngoroutine 1 [running]:\nmain.main()",
    { reason: "panic: runtime error: index out of range [0] with length 0" },
  ],
  "the texts in the middle of others": [
    `I${klog}chart "Successfully added the package repository x to database"`,
    {},
  ],
};

for (const [what, [log, expected]] of Object.entries(logs)) {
  Deno.test(`readSyncLog() of ${what}`, async () => {
    const { lastLines, ...read_ } = await read(log);
    assert.deepEqual(read_, { ...nothing, ...expected });
    assert.doesNotMatch(JSON.stringify([lastLines, read_]), /s3cret/);
  });
}

Deno.test("readSyncLog() keeps the last twenty lines, and what stands before each", async () => {
  const { lastLines } = await read(
    Array.from({ length: 50 }, (_, at) => `I${klog}${at}`).join("\n"),
  );
  assert.equal(lastLines.length, 20);
  assert.equal(lastLines[0], `I${klog}30`);
  assert.equal(lastLines.at(-1), `I${klog}49`);
});

Deno.test("readSyncLog() leaves out the usage that follows an error", async () => {
  const [log] = logs["2.6, failed"]!;
  const { lastLines } = await read(log);
  assert.deepEqual(
    lastLines,
    Array(2).fill(
      "Error: Error: GET request to [https://u:***@h/index.yaml] failed due to status [401]",
    ),
  );
});

Deno.test("readSyncLog() of a hundred thousand long lines keeps little", async () => {
  function* lines() {
    const text = "x".repeat(10_000);
    for (let at = 0; at < 100_000; at++) {
      yield `I${klog}There were errors syncing chart "${at % 5_000}${text.slice(0, 300)}": ${text}`;
    }
  }
  const { failedCharts, lastLines } = await readSyncLog(each(lines()));
  assert.equal(failedCharts.length, 1_000);
  assert.ok(failedCharts.every((chart) => chart.length <= 253));
  assert.ok(lastLines.every((line) => line.length <= 2_001));
});
