// TAB, as kubectl and the shells ask: through kubectl's own protocol, by the compiled binary.

import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { run, type RunResult } from "../cluster/support/run.ts";
import { apprepo, binary } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";

const cluster = await testCluster();
const team = await cluster.namespace("completion");
const folder = await Deno.makeTempDir({ prefix: "apprepo-completion-" });
const kubeconfig = cluster.adminKubeconfig;
const path = `${folder}:${Deno.env.get("PATH")}`;

Deno.test.beforeAll(async () => {
  await Deno.symlink(binary, `${folder}/kubectl-apprepo`);
  await cluster.createRepository(team, "charts");
  await cluster.createRepository(team, "tools", { url: "https://me:hunter2@charts.example.com/x" });
});
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

function inPath(command: string, args: string[], config = kubeconfig): Promise<RunResult> {
  return run(command, args, { env: { PATH: path, KUBECONFIG: config, HOME: folder } });
}

/** What the program says itself. */
async function lines(words: string[], config = kubeconfig): Promise<string[]> {
  const { code, stdout, stderr } = await apprepo(["__complete", ...words], { kubeconfig: config });
  assert.equal(code, 0);
  assert.equal(stderr, "");
  return stdout.trimEnd().split("\n");
}

/** On a busy machine its patience may be over before there are names: then it is asked again. */
function named(ask: () => Promise<string[]>): Promise<string[]> {
  return eventually("names", async () => {
    const answer = await ask();
    return answer.some((line) => line !== "" && !/^:\d+$/.test(line)) ? answer : undefined;
  });
}

const link = `${folder}/kubectl_complete-apprepo`;

Deno.test("kubectl apprepo completion install puts what kubectl asks beside the program", async () => {
  const { code, stdout } = await inPath("kubectl", ["apprepo", "completion", "install"]);
  assert.equal(code, 0);
  assert.match(stdout, new RegExp(`^${link} installed\\.\n`));
  assert.equal(await Deno.readLink(link), "kubectl-apprepo");
  const again = await inPath("kubectl", ["apprepo", "completion", "install"]);
  assert.match(again.stdout, /is there already/);
});

const asked: string[][] = [
  [""],
  ["ref"],
  ["help", "l"],
  ["refresh", "-"],
  ["refresh", "--dry-run="],
  ["refresh", "-o", "jsonpath"],
  ["refresh", "-n", team, ""],
  ["refresh", "-n", team, "charts", ""],
  ["refresh", "-n", team, "apprepository/t"],
  ["refresh", "-n", "comple"],
  ["refresh", "--context="],
  ["grant", `${team}/c`],
  ["token", "-n", team, "--serviceaccount", ""],
  ["token", "--serviceaccount", `${team}:d`],
  ["doctor", "--only=ARD50"],
  ["completion", ""],
];

/** Of no such command there is nothing to offer, and files are the shell's. */
const unnamed = [["nope", ""], ["refresh", "-f", ""]];

async function askKubectl(words: string[]): Promise<string[]> {
  const { code, stdout } = await inPath("kubectl", ["__complete", "apprepo", ...words]);
  assert.equal(code, 0);
  return stdout.trimEnd().split("\n");
}

function saysTheSame(words: string[], answer: typeof named): void {
  Deno.test(`kubectl __complete apprepo ${JSON.stringify(words)} says what the program says`, async () => {
    assert.deepEqual(await answer(() => askKubectl(words)), await answer(() => lines(words)));
  });
}
for (const words of asked) saysTheSame(words, named);
for (const words of unnamed) saysTheSame(words, (ask) => ask());

Deno.test("names come with what they are, and without passwords", async () => {
  assert.deepEqual(await named(() => lines(["refresh", "-n", team, ""])), [
    "charts\thelm https://charts.example.com/charts",
    "tools\thelm https://me:***@charts.example.com/x",
    ":4",
  ]);
  assert.deepEqual(await named(() => lines(["status", "-n", team, "charts", ""])), [
    "tools\thelm https://me:***@charts.example.com/x",
    ":4",
  ]);
  assert.deepEqual(await named(() => lines(["token", "--serviceaccount", `${team}:`])), [
    `${team}:default`,
    ":4",
  ]);
  assert.ok((await named(() => lines(["list", "-n", ""]))).includes(team));
});

Deno.test("who may not list names is offered none, and told nothing", async () => {
  const config = await cluster.kubeconfigFor({ user: "nobody" });
  for (const words of [["refresh", "-n", team, ""], ["list", "-n", ""]]) {
    assert.deepEqual(await lines(words, config), [":4"]);
  }
});

Deno.test("a server that does not answer is not waited for", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const started = performance.now();
  const words = ["refresh", `--server=https://127.0.0.1:${port}`, ""];
  assert.deepEqual(await lines(words), [":4"]);
  // Its patience is 0.8 s; the rest is for a machine that is busy with other things.
  assert.ok(performance.now() - started < 8_000);
});

Deno.test("a credential plugin that takes too long is ended, and asks nobody later", async () => {
  const plugin = `${folder}/slow`;
  const trace = `${folder}/asked-for-a-login`;
  await Deno.writeTextFile(plugin, `#!/bin/sh\nsleep 2\ntouch ${trace}\n`, { mode: 0o755 });
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: plugin };
  const users = [{ name: "slow", user: { exec: { ...exec, interactiveMode: "IfAvailable" } } }];
  const clusters = [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }];
  const contexts = [{ name: "slow", context: { cluster: "c", user: "slow" } }];
  const config = { apiVersion: "v1", kind: "Config", users, clusters, contexts };
  const file = `${folder}/slow.config`;
  await Deno.writeTextFile(file, JSON.stringify({ ...config, "current-context": "slow" }));
  const { stdout } = await inPath("kubectl-apprepo", ["__complete", "refresh", ""], file);
  assert.equal(stdout, ":4\n");
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await assert.rejects(Deno.lstat(trace), Deno.errors.NotFound);
});

Deno.test("a credential plugin's words do not come between", async () => {
  const plugin = `${folder}/login`;
  const script = "#!/bin/sh\necho 'Please log in' >&2\nexit 1\n";
  await Deno.writeTextFile(plugin, script, { mode: 0o755 });
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: plugin };
  const users = [{ name: "shy", user: { exec: { ...exec, interactiveMode: "IfAvailable" } } }];
  const added = `${folder}/added.kubeconfig`;
  await Deno.writeTextFile(added, JSON.stringify({ apiVersion: "v1", kind: "Config", users }));
  const words = ["refresh", "-n", team, "--user=shy", ""];
  assert.deepEqual(await lines(words, `${kubeconfig}:${added}`), [":4"]);
});

/** COMP_WORDS, and what readline would replace; bash 3.2 parts words at blanks only. */
const bashRows: readonly [words: string[], replaced: string, offered: string[]][] = [
  [["ref"], "ref", ["refresh"]],
  [["refresh", "--dry-run", "="], "", ["none", "client", "server"]],
  [["refresh", "--dry-run", "=", "c"], "c", ["client"]],
  [["refresh", "--dry-run=c"], "c", ["client"]],
  [["refresh", "--dry-run", "=", "client", "-n", team, ""], "", ["charts", "tools"]],
  [["grant", "--serviceaccount", team, ":", "d"], "d", ["default"]],
  [["grant", "--serviceaccount", "=", team, ":", "d"], "d", ["default"]],
  [["grant", `--serviceaccount=${team}:d`], "d", ["default"]],
  [["list", "-o", "ya"], "ya", ["yaml"]],
  [["refresh", "-n", `"${team}"`, "ch"], "ch", ["charts"]],
  [["refresh", "-n", team, '"ch'], "ch", ["charts"]],
  [["doctor", "--only", "ARD101,ARD105"], "ARD101,ARD105", ["ARD101,ARD105"]],
  [["list", "--context", "me", "@", "o"], "@o", ["@one"]],
  [["list", "--context", "me@o"], "@o", ["@one"]],
  [["list", "--context=me@o"], "@o", ["@one"]],
  [["list", "--context", "me", "@", "one", "-o", "ya"], "ya", ["yaml"]],
];

const mine = `${folder}/mine.kubeconfig`;
const contexts = [{ name: "me@one", context: { cluster: "c", user: "u" } }];
await Deno.writeTextFile(mine, JSON.stringify({ apiVersion: "v1", kind: "Config", contexts }));

for (const [words, replaced, offered] of bashRows) {
  Deno.test(`in bash, kubectl-apprepo ${words.join(" ")}<TAB>`, async () => {
    const script = `set -u; eval "$(kubectl-apprepo completion bash)"
      replaced=$1; shift
      COMP_WORDS=(kubectl-apprepo "$@") COMP_CWORD=$# COMP_TYPE=9 COMP_LINE="kubectl-apprepo $*"
      _kubectl_apprepo kubectl-apprepo "$replaced"
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const args = ["-c", script, "bash", replaced, ...words];
    const said = await named(async () => {
      const { stdout, stderr } = await inPath("bash", args, `${kubeconfig}:${mine}`);
      assert.equal(stderr, "");
      return stdout.trimEnd().split("\n");
    });
    assert.deepEqual(said, offered);
  });
}

Deno.test("completion install --uninstall leaves nothing, and the program itself alone", async () => {
  const args = ["apprepo", "completion", "install", "--uninstall"];
  const { code, stdout } = await inPath("kubectl", args);
  assert.equal(code, 0);
  assert.equal(stdout, `${link} removed.\n`);
  await assert.rejects(Deno.lstat(link), Deno.errors.NotFound);
  await Deno.lstat(`${folder}/kubectl-apprepo`);
});
