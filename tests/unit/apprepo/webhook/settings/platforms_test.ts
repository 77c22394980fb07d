import assert from "node:assert/strict";
import { load } from "js-yaml";
import { platforms, unfit } from "../../../../../src/apprepo/webhook/settings/platforms.ts";
import { webhookUrlSpec } from "../../../../../src/cli/verbs/webhook_url/flags.ts";
import { commandHelp } from "../../../../../src/cli/help.ts";

/** With a cluster's name that every kind of quoting has to bear. */
const url =
  "https://kubeapps.example.com/api/v1/clusters/it's%20$HOME%20%60id%60/namespaces/team-a/apprepositories/my.repo/refresh";
const authorization = "Bearer t0k.e-n_";
const webhook = { url, authorization, label: "team-a-my-repo-0a1b2c3d" };

function settings(name: string) {
  return platforms[name]!(webhook);
}

/** Lets a shell read the commands in the text, and gives the words that each was called with. */
async function commands(text: string, programs: readonly string[]): Promise<string[][]> {
  const stubs = programs.map((name) =>
    `${name}() { printf '%s\\0' ${name} "$@"; printf '\\1'; }\n`
  );
  const script = stubs.join("") + text;
  const { stdout, code } = await new Deno.Command("sh", { args: ["-euc", script] }).output();
  assert.equal(code, 0);
  const calls = new TextDecoder().decode(stdout).split("\x01").slice(0, -1);
  return calls.map((call) => call.split("\0").slice(0, -1));
}

/** The part of the text from the first line that begins with the word. */
function from(text: string, word: string): string {
  return text.slice(text.search(new RegExp(`^${word}`, "m")));
}

function valueAfter(words: readonly string[], flag: string): string {
  return words[words.indexOf(flag) + 1] ?? "";
}

Deno.test("harbor() is a policy of today's API, and the same in the steps of its UI", async () => {
  const { text, parts } = settings("harbor");
  const [call = []] = await commands(from(text, "curl"), ["curl"]);
  const policy = JSON.parse(valueAfter(call, "--data"));
  assert.deepEqual(policy.event_types, ["PUSH_ARTIFACT", "DELETE_ARTIFACT"]);
  assert.deepEqual(policy.targets, [{
    type: "http",
    address: url,
    auth_header: authorization,
    skip_cert_verify: false,
    payload_format: "Default",
  }]);
  assert.equal(policy.enabled, true);
  assert(call.includes("https://HARBOR/api/v2.0/projects/PROJECT/webhook/policies"));
  assert.deepEqual((parts["api"] as { body: unknown }).body, policy);
  for (const step of parts["steps"] as string[]) assert(text.includes(step));
  assert(text.includes(`Endpoint URL: ${url}\n`));
  assert(text.includes(`Auth Header: ${authorization}\n`));
});

Deno.test("curl() is one command that sends the header, and follows no redirect", async () => {
  const [call = []] = await commands(settings("curl").text, ["curl"]);
  assert.equal(call.at(-1), url);
  assert.equal(valueAfter(call, "--request"), "POST");
  assert.equal(valueAfter(call, "--header"), `Authorization: ${authorization}`);
  assert.equal(valueAfter(call, "--data"), "");
  assert(call.includes("--fail"));
  assert(!call.includes("--location"));
});

Deno.test("githubActions() is a step whose token comes from a secret", async () => {
  const { text, parts } = settings("github-actions");
  const [step] = load(text) as { env: Record<string, string>; run: string }[];
  assert.deepEqual(step!.env, {
    KUBEAPPS_WEBHOOK_URL: url.replaceAll("$", "%24"),
    KUBEAPPS_WEBHOOK_TOKEN: "${{ secrets.KUBEAPPS_WEBHOOK_TOKEN }}",
  });
  const env = "KUBEAPPS_WEBHOOK_URL=u KUBEAPPS_WEBHOOK_TOKEN=t; ";
  const [call = []] = await commands(env + step!.run, ["curl"]);
  assert.equal(call.at(-1), "u");
  assert.equal(valueAfter(call, "--header"), "Authorization: Bearer t");
  assert(text.includes(parts["command"] as string));
  const [set] = await commands(parts["command"] as string, ["gh"]);
  assert.deepEqual(set, ["gh", "secret", "set", "KUBEAPPS_WEBHOOK_TOKEN", "--body", "t0k.e-n_"]);
});

Deno.test("gitlabCi() is a job whose token comes from a variable", async () => {
  const { text, parts } = settings("gitlab-ci");
  const job = (load(text) as Record<string, { variables: unknown; script: string[] }>)[
    "refresh-kubeapps"
  ]!;
  assert.deepEqual(job.variables, { KUBEAPPS_WEBHOOK_URL: url.replaceAll("$", "%24") });
  const env = "KUBEAPPS_WEBHOOK_URL=u KUBEAPPS_WEBHOOK_TOKEN=t; ";
  const [call = []] = await commands(env + job.script[0], ["curl"]);
  assert.equal(call.at(-1), "u");
  const [set] = await commands(parts["command"] as string, ["glab"]);
  assert.equal(set!.at(-1), "t0k.e-n_");
});

Deno.test("acr() is one command, with a name that Azure takes", async () => {
  const [call = []] = await commands(settings("acr").text, ["az"]);
  assert.match(valueAfter(call, "--name"), /^[A-Za-z0-9]{5,50}$/);
  assert.equal(valueAfter(call, "--uri"), url);
  assert.equal(valueAfter(call, "--headers"), `Authorization=${authorization}`);
  assert.deepEqual(call.slice(call.indexOf("--actions") + 1).slice(0, 2), ["push", "delete"]);
});

Deno.test("jfrog() is a subscription with the header", async () => {
  const [call = []] = await commands(settings("jfrog").text, ["curl"]);
  const body = JSON.parse(valueAfter(call, "--data"));
  assert.deepEqual(body.handlers, [{
    handler_type: "webhook",
    url,
    custom_http_headers: [{ name: "Authorization", value: authorization }],
  }]);
  assert.deepEqual(body.event_filter.event_types, ["deployed", "deleted", "moved", "copied"]);
});

Deno.test("distribution() is the notifications of its configuration", () => {
  const { text } = settings("distribution");
  const { notifications } = load(text) as { notifications: { endpoints: unknown[] } };
  assert.deepEqual(notifications.endpoints, [{
    name: "team-a-my-repo-0a1b2c3d",
    disabled: false,
    url,
    headers: { Authorization: [authorization] },
    timeout: "3s",
    threshold: 5,
    backoff: "10s",
    ignore: { mediatypes: ["application/octet-stream"], actions: ["pull"] },
  }]);
});

Deno.test("gitea() is a hook for packages", async () => {
  const [call = []] = await commands(settings("gitea").text, ["curl"]);
  assert.deepEqual(JSON.parse(valueAfter(call, "--data")), {
    type: "gitea",
    active: true,
    events: ["package"],
    config: { url, content_type: "json", http_method: "post" },
    authorization_header: authorization,
  });
});

Deno.test("gitea() says which host its app.ini has to allow", () => {
  assert.match(
    settings("gitea").text,
    /^# {3}ALLOWED_HOST_LIST = external, kubeapps\.example\.com$/m,
  );
});

Deno.test("githubActions() names bash, since Windows' runners have another shell", () => {
  const [step] = load(settings("github-actions").text) as { shell: string }[];
  assert.equal(step!.shell, "bash");
});

/** Options that came after 7.68, which Ubuntu 20.04 and RHEL 8 (7.61) do not have. */
const tooNew = ["--fail-with-body", "--retry-all-errors", "--json", "--url-query", "--fail-early"];

for (const name of ["curl", "github-actions", "gitlab-ci", "harbor", "jfrog", "gitea"]) {
  Deno.test(`every curl of ${name} is one that 7.68 understands`, () => {
    const { text } = settings(name);
    assert.match(text, /curl /);
    for (const option of tooNew) assert(!text.includes(`${option} `), option);
  });
}

for (const name of ["github-actions", "gitlab-ci"]) {
  Deno.test(`the job of ${name} keeps answer and token out of its log, and sends an empty body`, async () => {
    const { parts } = settings(name);
    const [part] = [load((parts["step"] ?? parts["job"]) as string)].flat() as object[];
    const script = /curl .*/.exec(JSON.stringify(part))![0];
    assert(!script.includes("t0k.e-n_") && !script.includes("Bearer <"));
    assert(!/--(verbose|trace|include)|(^| )-[a-zA-Z]*[vi]/.test(script));
    const line = script.slice(0, script.lastIndexOf('"')).replaceAll('\\"', '"');
    const end = line.indexOf('_URL"') + '_URL"'.length;
    const env = "KUBEAPPS_WEBHOOK_URL=u KUBEAPPS_WEBHOOK_TOKEN=t; ";
    const [call = []] = await commands(env + line.slice(0, end), ["curl"]);
    assert.equal(valueAfter(call, "--output"), "/dev/null");
    assert.equal(valueAfter(call, "--data"), "");
    assert.equal(valueAfter(call, "--retry"), "3");
  });
}

Deno.test("acr() tells how Azure writes a scope: a repository and its tags", () => {
  const [, scope = ""] = /--scope '([^']*)'/.exec(settings("acr").text) ?? [];
  // Of a repository's path, `*` is no part; without a tag it would be `:latest`.
  assert.match(scope, /^[a-z0-9]+([._/-][a-z0-9]+)*:\*$/);
});

Deno.test("acr() keeps the names of long and like labels apart", async () => {
  const long = "x".repeat(40);
  const labels = ["team-a-b-11111111", "team-a-b-22222222", `${long}-33333333`, `${long}-44444444`];
  const names = labels.map(async (label) => {
    const [call = []] = await commands(platforms["acr"]!({ ...webhook, label }).text, ["az"]);
    return valueAfter(call, "--name");
  });
  const all = await Promise.all(names);
  assert.equal(new Set(all).size, labels.length);
  for (const name of all) assert.match(name, /^[A-Za-z0-9]{5,50}$/);
});

Deno.test("EventBridge is told to be unfit: its 512 characters hold no ServiceAccount's token", () => {
  assert.deepEqual(Object.keys(unfit), ["eventbridge"]);
  for (const name of Object.keys(unfit)) assert(!Object.hasOwn(platforms, name));
  assert.match(
    unfit["eventbridge"]!,
    /at most 512 characters.*\n.*--for github-actions.*--from eventbridge/,
  );
});

Deno.test("every platform holds URL and header, ends its text with a line break, and is in the help", () => {
  const help = commandHelp(webhookUrlSpec);
  for (const [name, platform] of Object.entries(platforms)) {
    const { text, parts } = platform(webhook);
    assert(text.endsWith("\n") && !text.endsWith("\n\n"), name);
    assert(text.includes("t0k.e-n_"), name);
    assert(JSON.stringify(parts).includes("/apprepositories/my.repo/refresh"), name);
    assert.match(help, new RegExp(`[ ,]${name}[,:\n]`), name);
  }
});
