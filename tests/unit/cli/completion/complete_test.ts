import assert from "node:assert/strict";
import type { OfferedWord } from "../../../../src/cli/completion/offer.ts";
import { commands } from "../../../../src/cli/commands.ts";
import { complete } from "../../../../src/cli/completion/complete.ts";
import { firstWords } from "../../../../src/cli/program_words.ts";
import { run } from "../../../../src/cli/run.ts";
import type { Host } from "../../../../src/host.ts";
import { FakeHost } from "../../support/fake_host.ts";

const kubeconfig = `
apiVersion: v1
kind: Config
current-context: prod
contexts:
- {name: prod, context: {cluster: prod, user: admin}}
- {name: dev, context: {cluster: dev, user: me}}
clusters: [{name: prod, cluster: {server: "https://prod"}}, {name: dev, cluster: {server: "https://dev"}}]
users: [{name: admin, user: {}}, {name: me, user: {}}]
`;
const other = kubeconfig.replaceAll("dev", "test");

function host() {
  return new FakeHost({
    env: { HOME: "/me" },
    files: { "/me/.kube/config": kubeconfig, "/other": other },
  });
}

/** With somebody at the keyboard who waits for the names. */
function patient(fake: FakeHost): Host {
  return { ...fake, sleep: () => new Promise(() => {}) };
}

const outputs = ["json", "jsonpath=", "jsonpath-as-json=", "name", "yaml"];

/** What is offered at the end of the words, and the directive below it. */
const rows: readonly [line: string, values: readonly string[], directive?: number][] = [
  ["ref", ["refresh"]],
  ["re", ["refresh", "revoke"]],
  ["nope ", []],
  ["help l", ["list", "logs"]],
  ["help list ", []],
  ["harb", ["harbor"]],
  ["harbor ", ["apply", "status", "delete"]],
  ["harbor -n team-a d", ["delete"]],
  ["harbor nope ", []],
  ["help harbor a", ["apply"]],
  ["harbor apply --payload-format=", ["Default", "CloudEvents"]],
  ["harbor apply --event=PUSH_ARTIFACT,", ["PUSH_ARTIFACT,DELETE_ARTIFACT"]],
  ["hook ", ["create", "list", "rotate", "delete"]],
  ["hook create charts --from=ha", []],
  ["hook create charts --from h", ["hmac", "header"]],
  ["hook create charts --from=hmac --encoding=", ["hex", "base64"]],
  ["hook list -o ", ["json", "name", "yaml"]],
  ["hook rotate --drop", ["--drop-old"]],
  ["-n hook ref", ["refresh"]],
  ["-n team-a ref", ["refresh"]],
  ["--context ", ["dev", "prod"]],
  ["--context=p", ["prod"]],
  ["--kubeconfig=/other --context ", ["prod", "test"]],
  ["refresh --context ", ["dev", "prod"]],
  ["refresh --cluster=d", ["dev"]],
  ["refresh --user ", ["admin", "me"]],
  ["refresh my-repo --user m", ["me"]],
  ["grant --user ", []],
  ["revoke --user m", []],
  ["refresh --all", ["--all", "--all-namespaces"]],
  ["refresh --all --all", ["--all-namespaces"]],
  ["refresh --as-group=a --as-g", ["--as-group"]],
  ["refresh --fail", ["--fail-fast"]],
  ["refresh --h", ["--help"]],
  ["refresh -o ", outputs],
  ["refresh -o=y", ["yaml"]],
  ["refresh --output=jsonpath", ["jsonpath=", "jsonpath-as-json="], 6],
  ["refresh -Ao ", outputs],
  ["refresh -o json --outp", []],
  ["refresh --dry-run=", ["none", "client", "server"]],
  ["refresh --dry_run=c", ["client"]],
  ["refresh -f ", [], 0],
  ["refresh --kubeconfig=", [], 0],
  ["refresh -k ", [], 16],
  ["refresh --all ", []],
  ["refresh -A ", []],
  ["refresh --selector ", []],
  ["refresh --nope --dry-run=s", ["server"]],
  ["list --result=f", ["failed", "failing"]],
  ["list --result=failed,r", ["failed,running"]],
  ["list --result failed,failed,fail", ["failed,failed,failing"]],
  ["status --until ", ["idle", "synced"]],
  ["doctor --only ARD50", ["ARD501", "ARD502"]],
  ["doctor --skip=ARD501,ARD50", ["ARD501,ARD502"]],
  ["doctor --fail-on=", ["error", "warning", "never"]],
  ["grant --token-type ", ["secret", "bound", "none"]],
  ["webhook-url --for=g", ["github-actions", "gitlab-ci", "gitea"]],
  ["completion ", ["bash", "zsh", "fish", "powershell", "install"]],
  ["completion install ", []],
  ["completion install --u", ["--uninstall"]],
  ["version -o ", ["json", "yaml"]],
  ["version ", []],
  ["serve ", []],
  ["serve -- --", []],
];

for (const [line, values, directive = 4] of rows) {
  Deno.test(`complete() goes on from "${line}"`, async () => {
    const completion = await complete(host(), line.split(" "));
    assert.deepEqual(completion.candidates.map(({ value }) => value), values);
    assert.equal(completion.directive, directive);
  });
}

Deno.test("complete() offers every command with what it does", async () => {
  const { candidates } = await complete(host(), [""]);
  assert.deepEqual(candidates.map(({ value }) => value), [...firstWords(), "help"]);
  assert.ok(candidates.every(({ description }) => description));
});

Deno.test("complete() offers every flag of every command", async () => {
  for (const [name, command] of Object.entries(commands)) {
    const { candidates } = await complete(host(), [...name.split(" "), "--"]);
    const { flags } = await command.spec();
    assert.equal(candidates.length, Object.keys(flags).length + 1, name);
  }
});

Deno.test("what is offered for a flag's value is what its description names, and what it takes", async () => {
  for (const [name, command] of Object.entries(commands)) {
    const { flags } = await command.spec();
    for (const [key, { offer, description, parse, fallback }] of Object.entries(flags)) {
      if (!Array.isArray(offer)) continue;
      for (const one of offer as OfferedWord[]) {
        const word = typeof one === "string" ? one : one[0];
        // Paths of fields are examples: there are as many as fields.
        if (key !== "sortBy") assert.ok(description.includes(word), `${name} ${key}: ${word}`);
        assert.doesNotThrow(() => parse(word, fallback), `${name} ${key}: ${word}`);
      }
    }
  }
});

Deno.test("what a value means comes with it, where its name does not say so", async () => {
  const plain = ["algorithm", "encoding", "sortBy"];
  for (const [name, command] of Object.entries(commands)) {
    const { flags, names } = await command.spec();
    const offers = [...Object.entries(flags).map(([key, { offer }]) => [key, offer]), [
      "",
      names?.offer,
    ]];
    for (const [key, offer] of offers) {
      if (!Array.isArray(offer) || plain.includes(String(key))) continue;
      const told = (offer as OfferedWord[]).filter((word) => typeof word !== "string");
      // Senders and the like are names.
      assert.ok(told.length > 0 || key === "from", `${name} ${key}`);
    }
  }
  const { candidates } = await complete(host(), ["list", "--result", "fail"]);
  assert.deepEqual(candidates.map(({ description }) => description), [
    "it failed",
    "it runs, and a try has failed",
  ]);
});

Deno.test({
  name: "complete() connects as grant does, whose --user is somebody else",
  sanitizeResources: false, // the connection goes with the process
  async fn() {
    const none = () => new Response(null, { status: 404 });
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, none);
    for (const [command, isThere] of [["grant", true], ["refresh", false]] as const) {
      const address = `--server=http://127.0.0.1:${server.addr.port}`;
      const words = [command, "--user", "nobody", address, "-n", ""];
      const error = await complete(patient(host()), words).catch((error) => error);
      const isAsked = !/auth info "nobody" does not exist/.test(error.message);
      assert.equal(isAsked, isThere, `${command}: ${error.message}`);
    }
  },
});

Deno.test("__complete prints a candidate a line, and the directive", async () => {
  const fake = host();
  assert.equal(await run(patient(fake), ["__complete", "--context", ""]), 0);
  assert.equal(fake.stdout.text, "dev\nprod\tthe current one\n:4\n");
  assert.equal(fake.stderr.text, "");
});

for (
  const name of [
    "kubectl_complete-apprepo",
    "/a b/kubectl_complete-apprepo",
    "C:\\a\\kubectl_complete-apprepo.exe",
  ]
) {
  Deno.test(`a program called as ${name} completes`, async () => {
    const fake = new FakeHost({ invokedAs: name });
    assert.equal(await run(patient(fake), ["tok"]), 0);
    assert.equal(fake.stdout.text, "token\tPrint, rotate or check a granted token\n:4\n");
  });
}

Deno.test("__complete offers nothing and says nothing where the kubeconfig makes no sense", async () => {
  const fake = new FakeHost({ env: { HOME: "/me" }, files: { "/me/.kube/config": "nonsense: [" } });
  assert.equal(await run(patient(fake), ["__complete", "refresh", ""]), 0);
  assert.equal(fake.stdout.text, ":4\n");
  assert.equal(fake.stderr.text, "");
});
