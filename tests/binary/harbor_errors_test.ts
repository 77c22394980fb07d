// What Harbor refuses, who asks it, and what is said about that.

import assert from "node:assert/strict";
import { issue, newAuthority } from "../../testcluster/certificates.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { Harbor } from "./support/harbor/harbor.ts";
import { HarborScene, type RunAs } from "./support/harbor/scene.ts";
import { users } from "./support/harbor/users.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const scene = await HarborScene.open(cluster);
const oidc = await HarborScene.open(cluster, { authMode: "oidc_auth", notification: false });
const folder = await Deno.makeTempDir({ prefix: "apprepo-harbor-" });
Deno.test.afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await oidc[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

const { projectAdmin, guest, admin, robot } = users;
const wrong = { ...projectAdmin, password: "wrong-secret" };
const noProject =
  /^error: 127\.0\.0\.1:\d+ answered GET \/projects\/nope\/webhook\/events with 403: forbidden\nYou lack the right to read webhooks \(notification-policy\) of project "nope", or there is no such project: Harbor tells only its administrators which\./;

const refusals: readonly [
  what: string,
  said: RegExp,
  at: HarborScene,
  as: RunAs,
  words?: string[],
][] = [
  ["a project that is not there", noProject, scene, {}, ["--project", "nope"]],
  [
    "a project that is not there, to an administrator",
    /with 404: project nope not found\nThere is no project "nope"\.\n$/,
    scene,
    { as: admin },
    ["--project", "nope"],
  ],
  ["no rights", /You lack the right to read webhooks/, scene, { as: guest }],
  [
    "a wrong password",
    /with 401: unauthorized\nThe user name or the password is wrong\.\n$/,
    scene,
    { as: wrong },
  ],
  [
    "a robot's wrong secret",
    /The robot's name or secret is wrong, or it has expired or is disabled\./,
    scene,
    { as: { ...robot, password: "wrong-secret" } },
  ],
  [
    "a user's CLI secret where users come by OIDC",
    /This Harbor knows its users by OIDC, and their CLI secret is for docker and helm only: use a robot account, or give an id token as HARBOR_TOKEN\./,
    oidc,
    { as: wrong },
  ],
  [
    "an id token that is none",
    /HARBOR_TOKEN is not accepted: it wants an id token/,
    oidc,
    { as: null, env: { HARBOR_TOKEN: "wrong-secret" } },
  ],
  [
    "webhooks that are switched off",
    /^error: webhooks are switched off in Harbor at 127\.0\.0\.1:\d+: none of them is sent\nAn administrator switches them on/,
    oidc,
    {},
  ],
  ["nobody", /^error: Harbor wants to know who asks: set HARBOR_USERNAME/, scene, { as: null }],
  [
    "a password without a user",
    /^error: HARBOR_PASSWORD needs a user/,
    scene,
    { as: null, env: { HARBOR_PASSWORD: "x-secret" } },
  ],
  [
    "two ways to be known",
    /^error: HARBOR_TOKEN and HARBOR_PASSWORD are both set/,
    scene,
    { env: { HARBOR_TOKEN: "x-secret" } },
  ],
  [
    "a token, and a user that it is not of",
    /^error: HARBOR_TOKEN says who asks: unset it, or leave --harbor-username out/,
    scene,
    { as: null, env: { HARBOR_TOKEN: "x-secret" } },
    ["--harbor-username=alice"],
  ],
  [
    "docker's login, and a user that it is not of",
    /^error: --docker-config and --harbor-username exclude each other/,
    scene,
    {},
    ["--docker-config", "--harbor-username=alice"],
  ],
  [
    "a project that would lead elsewhere",
    /^error: --project wants the name of a project, not "\.\."/,
    scene,
    {},
    ["--project", ".."],
  ],
  ["an empty stdin", /there was nothing on stdin/, scene, {}, ["--harbor-password-stdin"]],
];

for (const [what, said, at, as, words = []] of refusals) {
  test(`harbor apply with ${what} is refused, and says what to do`, async () => {
    const { code, stdout, stderr } = await at.apply(words, as);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, said);
    assert.doesNotMatch(stderr, /secret-|-secret/);
    assert.deepEqual(at.harbor.writes, []);
  });
}

const usage: readonly [words: string[], said: RegExp][] = [
  [["apply"], /^error: the name of an AppRepository is required/],
  [["apply", "a", "b"], /^error: a webhook refreshes one AppRepository/],
  [["apply", "a"], /^error: --harbor-url is needed: where Harbor is/],
  [
    ["apply", "a", "--harbor-url=harbor.example.com"],
    /^error: --harbor-url wants a URL with https/,
  ],
  [["apply", "a", "--harbor-url=http://harbor.example.com"], /^error: --harbor-url has no TLS/],
  [
    ["apply", "a", "--harbor-url=https://u:hunter2@harbor.example.com"],
    /^error: --harbor-url has a user name or password in it/,
  ],
  [
    ["apply", "a", "--harbor-url=https://harbor.example.com/harbor/projects"],
    /^error: --harbor-url is Harbor's address alone: keep https:\/\/harbor\.example\.com/,
  ],
  [["apply", "a", "--harbor-url=https://h"], /^error: --project is needed/],
  [
    ["apply", "a", "--harbor-password-stdin=hunter2"],
    /^error: --harbor-password-stdin takes no value: stdin has it\n/,
  ],
  [
    ["apply", "a", "--payload-format=json"],
    /^error: --payload-format wants Default or CloudEvents/,
  ],
  [["apply", "a", "--event=,"], /^error: --event has an empty name in it/],
  [
    ["apply", "a", "--nope"],
    /^error: unknown flag: --nope\nSee 'kubectl apprepo harbor apply --help'/,
  ],
  [
    ["applly"],
    /^error: unknown command "applly" for "kubectl apprepo harbor"\n\nDid you mean this\?\n\tapply\n/,
  ],
  [[], /^Make, watch and remove the webhook in Harbor\.\n\nCommands:\n {2}harbor apply /],
];

for (const [words, said] of usage) {
  test(`harbor ${words.join(" ")} is refused`, async () => {
    const { code, stdout, stderr } = await apprepo(["harbor", ...words], { kubeconfig });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, said);
    assert.ok(!stderr.includes("hunter2"));
  });
}

test("harbor --help, and help harbor apply, are data", async () => {
  for (const words of [["harbor", "--help"], ["help", "harbor"], ["harbor", "help"]]) {
    const { code, stdout } = await apprepo(words, { kubeconfig });
    assert.equal(code, 0);
    assert.match(stdout, /^Make, watch and remove.*\n\nCommands:\n {2}harbor apply /);
  }
  for (const words of [["help", "harbor", "apply"], ["harbor", "help", "apply"]]) {
    const { stdout } = await apprepo(words, { kubeconfig });
    assert.match(stdout, /Usage:\n {2}kubectl apprepo harbor apply NAME /);
  }
});

test("the password may come by stdin, and the user by a flag", async () => {
  const { name, password } = projectAdmin;
  const words = [`--harbor-username=${name}`, "--harbor-password-stdin", "--dry-run=client"];
  const { code, stderr } = await scene.apply(words, { as: null, stdin: `${password}\n` });
  assert.equal(code, 0, stderr);
});

test("an id token of OIDC's provider may do", async () => {
  const words = ["--dry-run=client"];
  const { code, stderr } = await scene.apply(words, {
    as: null,
    env: { HARBOR_TOKEN: "id-token-secret" },
  });
  assert.equal(code, 0, stderr);
});

const { host } = new URL(scene.harbor.url);
const auth = btoa(`${admin.name}:${admin.password}`);
const configs: readonly [what: string, config: unknown, said?: RegExp][] = [
  ["an entry of it", { auths: { [host]: { auth } } }],
  ["an entry that is a URL", { auths: { [`https://${host}/v2/`]: { auth } } }],
  ["user and password apart", {
    auths: { [host]: { username: admin.name, password: admin.password } },
  }],
  ["a helper for the registry", { credHelpers: { [host]: "good" }, credsStore: "bad" }],
  ["a helper for all", { credsStore: "good" }],
  ["no entry", { auths: {} }, /has no login for 127\.0\.0\.1:\d+: docker login 127/],
  ["a helper that knows nobody", { credsStore: "bad" }, /has no login for/],
  [
    "a helper that is not there",
    { credsStore: "away" },
    /docker-credential-away, which docker's configuration names, can't be run/,
  ],
  ["an identity token", { credsStore: "identity" }, /docker keeps an identity token/],
  ["an identity token in the file", {
    auths: { [host]: { auth: btoa("alice:"), identitytoken: "identity-secret" } },
  }, /docker keeps an identity token/],
  ["nothing", null, /has no login for/],
];

for (const [what, config, said] of configs) {
  test(`--docker-config with ${what}`, async () => {
    await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify(config));
    const helpers = {
      good:
        `read server; [ "$server" = ${host} ] && echo '{"ServerURL":"x","Username":"${admin.name}","Secret":"${admin.password}"}'`,
      bad: "echo 'credentials not found in native keychain'; exit 1",
      identity: `echo '{"Username":"<token>","Secret":"identity-secret"}'`,
    };
    for (const [name, script] of Object.entries(helpers)) {
      const path = `${folder}/docker-credential-${name}`;
      await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    const env = { DOCKER_CONFIG: folder, PATH: `${folder}:${Deno.env.get("PATH")}` };
    const words = ["--docker-config", "--dry-run=client"];
    const { code, stderr } = await scene.apply(words, { as: null, env });
    assert.equal(code, said ? 1 : 0, stderr);
    if (said) assert.match(stderr, said);
    assert.doesNotMatch(stderr, /-secret/);
  });
}

test("--docker-config with what is no JSON repeats nothing of it", async () => {
  await Deno.writeTextFile(`${folder}/config.json`, '{"auths": hunter2');
  const words = ["--docker-config", "--dry-run=client"];
  const { code, stderr } = await scene.apply(words, { as: null, env: { DOCKER_CONFIG: folder } });
  assert.equal(code, 1);
  assert.match(stderr, /^error: --docker-config: \S+config\.json is not JSON\n$/);
});

test("Harbor's certificate is verified, and --harbor-ca names who issued it", async () => {
  const authority = newAuthority("harbor's own");
  const tls = issue(authority, { usage: "server", commonName: "harbor", hosts: ["127.0.0.1"] });
  await using harbor = new Harbor({ tls });
  const ca = `${folder}/ca.crt`;
  await Deno.writeTextFile(ca, authority.certificate);
  const words = [
    ...["harbor", "apply", "my-repo", "-n", scene.namespace, "--harbor-url", harbor.url],
    ...["--project=charts", `--base-url=${scene.receiver.url}`, "--allow-http"],
  ];
  const env = { HARBOR_USERNAME: admin.name, HARBOR_PASSWORD: admin.password };
  const unknown = await apprepo(words, { kubeconfig, env });
  assert.equal(unknown.code, 1);
  assert.match(
    unknown.stderr,
    /^error: can't reach Harbor at 127\.0\.0\.1:\d+: .*unknown authority/,
  );
  assert.match(unknown.stderr, /with --harbor-ca FILE; .*\/api\/v2\.0\/systeminfo\/getcert has it/);
  const known = await apprepo([...words, `--harbor-ca=${ca}`], { kubeconfig, env });
  assert.equal(known.code, 0, known.stderr);
  const ownCa = new Harbor({ tls: authority });
  const self = await apprepo([
    ...words.map((word) => word === harbor.url ? ownCa.url : word),
    `--harbor-ca=${ca}`,
  ], { kubeconfig, env });
  await ownCa[Symbol.asyncDispose]();
  assert.match(
    self.stderr,
    /This program takes no certificate that may issue others for a server's/,
  );
  const missing = await apprepo([...words, "--harbor-ca=/nowhere.crt"], { kubeconfig, env });
  assert.match(missing.stderr, /\/nowhere\.crt: no such file or directory/);
  const none = await apprepo([...words, `--harbor-ca=${folder}/config.json`], { kubeconfig, env });
  assert.match(none.stderr, /unable to load root certificates/);
});

test("the token goes to plain http only where that is asked for", async () => {
  const words = [
    ...["harbor", "apply", "my-repo", "-n", scene.namespace, "--harbor-url=https://h.example.com"],
    ...["--project=charts", "--base-url=http://kubeapps.example.com"],
  ];
  const env = { HARBOR_USERNAME: admin.name, HARBOR_PASSWORD: admin.password };
  const { code, stderr } = await apprepo(words, { kubeconfig, env });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^error: the token is for https only, .* or add --allow-http where nobody listens\n$/s,
  );
});

test("what is not Harbor, and a redirect, are called that", async () => {
  await using page = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ url }) =>
      url.includes("systeminfo") ? new Response("<html>") : new Response(null, {
        status: 302,
        headers: { location: "https://login.example.com/?x=1" },
      }),
  );
  const at = (words: string[]) =>
    apprepo([
      ...["harbor", ...words, "-n", scene.namespace, "--allow-http", "--project=charts"],
      ...[`--harbor-url=http://127.0.0.1:${page.addr.port}`],
    ], { kubeconfig, env: { HARBOR_USERNAME: admin.name, HARBOR_PASSWORD: admin.password } });
  const applied = await at(["apply", "my-repo", `--base-url=${scene.receiver.url}`]);
  assert.match(applied.stderr, /answered 200 with something that is not Harbor's/);
  const shown = await at(["status"]);
  assert.match(
    shown.stderr,
    /with 302\nRedirects are not followed, for the sake of the password: give --harbor-url https:\/\/login\.example\.com, if that is Harbor\./,
  );
});

test("a project that is called by a number is meant by its name", async () => {
  const { code, stderr } = await scene.apply(["--project=7", "--dry-run=client"]);
  assert.equal(code, 0, stderr);
});

test("a dry run says that it is one, to programs, too", async () => {
  const { stdout } = await scene.apply(["--dry-run=client", "-o=json"]);
  const { outcome, dryRun } = JSON.parse(stdout);
  assert.deepEqual([outcome, dryRun], ["created", "client"]);
});

/** What something that is not Harbor answers to everything, and what is said of it. */
const strangers: readonly [body: string, status: number, said: RegExp][] = [
  ["null", 200, /answered 200 with something that is not Harbor's/],
  ["[null]", 200, /answered 200 with something that is not Harbor's/],
  ["[]", 200, /answered 200 with something that is not Harbor's/],
  ['{"event_type":"PUSH"}', 200, /answered 200 with something that is not Harbor's/],
  ["<html>", 502, /with 502\nHarbor is away, or is not reached by what stands in front of it/],
  ["<html>", 429, /with 429\nIt was asked too often: try again in a minute/],
  ["{}", 500, /with 500\nHarbor's own log, of its core, has the reason/],
  [
    '{"errors":[{"code":"DENIED","message":"The system is in read only mode. Any modification is prohibited."}]}',
    403,
    /with 403: The system is in read only mode.*\nAn administrator switches it off/,
  ],
];

for (const [body, status, said] of strangers) {
  test(`something that answers ${status} with ${body.slice(0, 30)} is told as what it is`, async () => {
    await using stranger = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => new Response(body, { status }),
    );
    const { code, stdout, stderr } = await apprepo([
      ...["harbor", "apply", "my-repo", "-n", scene.namespace, "--allow-http", "--project=charts"],
      ...[
        `--harbor-url=http://127.0.0.1:${stranger.addr.port}`,
        `--base-url=${scene.receiver.url}`,
      ],
    ], { kubeconfig, env: { HARBOR_USERNAME: admin.name, HARBOR_PASSWORD: admin.password } });
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, said);
  });
}

test("--request-timeout is Harbor's, too", async () => {
  await using mute = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ signal }) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve(new Response()))),
  );
  const { code, stderr } = await apprepo([
    ...["harbor", "status", "--allow-http", "--project=charts", "--request-timeout=1s"],
    `--harbor-url=http://127.0.0.1:${mute.addr.port}`,
  ], { kubeconfig, env: { HARBOR_USERNAME: admin.name, HARBOR_PASSWORD: admin.password } });
  assert.equal(code, 1);
  assert.match(stderr, /^error: can't reach Harbor at 127\.0\.0\.1:\d+: .*no answer within 1s/);
});

test("a 404 of something else is not told as a project that is not there", async () => {
  await using page = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("<html>no such project here", { status: 404 }),
  );
  const words = ["-n", scene.namespace, "--allow-http", "--project=charts"];
  const url = `--harbor-url=http://127.0.0.1:${page.addr.port}`;
  const { stderr } = await apprepo(["harbor", "status", ...words, url], {
    kubeconfig,
    env: { HARBOR_USERNAME: admin.name, HARBOR_PASSWORD: admin.password },
  });
  assert.match(stderr, /with 404\nIs this the address of Harbor\?/);
});

test("a cluster without the repository, and an account without a token, are told before Harbor is asked", async () => {
  scene.harbor.requests.length = 0;
  const missing = await scene.run(["apply", "nope", `--base-url=${scene.receiver.url}`]);
  assert.match(
    missing.stderr,
    /^Error from server \(NotFound\): apprepositories\.kubeapps\.com "nope" not found/,
  );
  const account = await scene.apply(["--serviceaccount=nobody"]);
  assert.match(account.stderr, /has no token Secret\nMake one with: kubectl apprepo grant/);
  assert.deepEqual(scene.harbor.requests, []);
});
