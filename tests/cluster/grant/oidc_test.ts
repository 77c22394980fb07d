// Senders with tokens of their own, on an API server that is configured as docs/oidc.md says.

import assert from "node:assert/strict";
import type { Api } from "../../../testcluster/api.ts";
import { Issuer } from "../support/issuer.ts";
import { configurationVersion, oidcCluster, pageBlocks } from "../support/oidc.ts";
import { type AppRepository, createRepository, repositoryPath } from "../support/repositories.ts";
import { run } from "../support/run.ts";
import { attempt, eventually, holder, plugin, succeed } from "./support.ts";

const aud = "https://kubeapps.example.com";
const github = {
  aud,
  sub: "repo:org/charts:ref:refs/heads/main",
  repository: "org/charts",
  repository_owner_id: "1234567",
};
const gitlab = {
  aud,
  sub: "project_path:org/charts:ref_type:branch:ref:main",
  project_path: "org/charts",
  namespace_id: "7654321",
  ref_protected: "true",
};
const google = {
  aud,
  sub: "112233",
  email: "kubeapps-push@my-project.iam.gserviceaccount.com",
  email_verified: true,
};

const version = await configurationVersion();
const reason = version ? "" : " (before Kubernetes 1.30)";

Deno.test({
  name: `docs/oidc.md: tokens of issuers of their own refresh, and do nothing else${reason}`,
  ignore: !version,
}, async (t) => {
  await using issuer = Issuer.start();
  await using cluster = await oidcCluster(issuer, version!);
  using admin = cluster.api();
  for (const name of ["team-a", "team-b"]) {
    await admin.create("/api/v1/namespaces", { metadata: { name } });
    for (const one of ["my-repo", "other-repo"]) await cluster.createRepository(name, one);
  }
  const path = repositoryPath("team-a", "my-repo");

  async function refreshed(token: string, name = "my-repo", namespace = "team-a") {
    const kubeconfig = await cluster.kubeconfigFor({ token });
    return await plugin(cluster, ["refresh", name, "-n", namespace], { kubeconfig });
  }
  async function mayRefresh(token: string, name?: string, namespace?: string): Promise<void> {
    const { code, stderr } = await refreshed(token, name, namespace);
    assert.equal(code, 0, stderr);
  }
  async function mayNot(token: string, pattern: RegExp, name?: string): Promise<void> {
    const { code, stderr } = await refreshed(token, name);
    assert.equal(code, 1);
    assert.match(stderr, pattern);
  }
  async function change(api: Api, edit: (repository: AppRepository) => void, at = path) {
    const repository = await api.get<AppRepository>(at);
    edit(repository);
    return await attempt(api.replace(`${at}?dryRun=All`, repository));
  }
  async function isLocked(token: string, at = path): Promise<void> {
    using api = holder(cluster, token);
    const evil = () => change(api, ({ spec }) => spec["url"] = "https://evil", at);
    // API servers learn of a new lock a moment later.
    assert(await eventually(async () => (await evil()).code === 403));
    assert.match(
      (await evil()).text,
      /may only refresh AppRepositories: it may change nothing of spec/,
    );
  }

  const main = issuer.token("github", github);
  await t.step("the API server takes the token, and RBAC gives it nothing yet", async () => {
    using api = holder(cluster, main);
    assert(await eventually(async () => (await attempt(api.get(path))).code === 403));
    await mayNot(main, /User "gha:repo:org\/charts:ref:refs\/heads\/main" cannot get/);
  });

  await t.step("the page's command tells whom the API server takes a token for", async () => {
    const whoami = (await pageBlocks("sh")).find((block) => block.includes("whoami")) ?? "";
    const ca = `${cluster.folder}/page.crt`;
    await Deno.writeTextFile(ca, cluster.authority.certificate);
    const env = { SERVER: cluster.server, TOKEN: main, KUBECONFIG: cluster.adminKubeconfig };
    const { stdout, stderr } = await run("sh", ["-c", whoami.replace("ca.crt", ca)], { env });
    assert.match(stdout, /^Username +gha:repo:org\/charts:ref:refs\/heads\/main$/m, stderr);
    assert.match(stdout, /^Groups +\[gha:org\/charts system:authenticated\]$/m);
  });

  await t.step(
    "the commands of the page grant, and the tokens refresh and are locked",
    async () => {
      const lines = (await pageBlocks("sh")).flatMap((block) =>
        block.split("\n").filter((line) => line.startsWith("kubectl apprepo grant"))
      );
      assert.equal(lines.length, 5);
      for (const line of lines.slice(0, 3)) {
        const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) =>
          quoted ?? plain!
        );
        await succeed(cluster, [...words.slice(2), "--yes"]);
      }
      for (
        const token of [main, issuer.token("gitlab", gitlab), issuer.token("google", google)]
      ) {
        await mayRefresh(token);
        await mayNot(token, /cannot get/, "other-repo");
        await isLocked(token);
      }
    },
  );

  await t.step(
    "the locked user can neither create nor delete, whatever else it may do",
    async () => {
      const user = "gha:repo:org/charts:ref:refs/heads/main";
      await cluster.grantRole("team-a", { user }, [
        { apiGroups: ["kubeapps.com"], resources: ["apprepositories"], verbs: ["*"] },
      ]);
      using api = holder(cluster, main);
      const created = attempt(createRepository(api, "team-a", "new"));
      assert.match((await created).text, /it may neither create nor delete/);
      assert.match((await attempt(api.delete(path))).text, /this user may only refresh/);
      const { code } = await change(admin, ({ spec }) => spec["url"] = "https://other.example.com");
      assert.equal(code, 200);
    },
  );

  await t.step("other users of the issuer get nothing", async () => {
    for (
      const sub of [
        "repo:org/charts:ref:refs/heads/other",
        "repo:org/charts:pull_request",
        "repo:org/other:ref:refs/heads/main",
        "repo:Org/charts:ref:refs/heads/main",
        "repo:org/charts:ref:refs/heads/main ",
      ]
    ) {
      await mayNot(issuer.token("github", { ...github, sub }), /cannot get/);
    }
    // Another issuer's token by the same subject is another user.
    await mayNot(issuer.token("gitlab", { ...gitlab, sub: github.sub }), /cannot get/);
  });

  await t.step("tokens that the configuration does not take are nobody's", async () => {
    const past = Math.floor(Date.now() / 1_000) - 60;
    const refused = {
      "another audience": issuer.token("github", { ...github, aud: "https://other.example.com" }),
      expired: issuer.token("github", { ...github, iat: past - 300, exp: past }),
      "another issuer": issuer.token("github", { ...github, iss: issuer.url("evil") }),
      "another organisation": issuer.token("github", { ...github, repository_owner_id: "1" }),
      "another group": issuer.token("gitlab", { ...gitlab, namespace_id: "1" }),
      "another project": issuer.token("google", {
        ...google,
        email: "a@b.iam.gserviceaccount.com",
      }),
      "an unverified address": issuer.token("google", { ...google, email_verified: false }),
      "another's signature": main.slice(0, -8) + "AAAAAAAA",
    };
    for (const [name, token] of Object.entries(refused)) {
      using api = holder(cluster, token);
      assert.equal((await attempt(api.get(path))).code, 401, name);
    }
  });

  await t.step("ServiceAccounts go on as before", async () => {
    await succeed(cluster, ["grant", "-n", "team-a"]);
    await mayRefresh(await succeed(cluster, ["token", "-n", "team-a"]));
    assert.match(await succeed(cluster, ["token", "-n", "team-a", "--check"]), /lock is in force/);
  });

  await t.step("a group reaches and locks its members, and nobody else", async () => {
    const grant = ["grant", "-n", "team-b", "--group", "gitlab:org/charts:protected"];
    await succeed(cluster, [...grant, "--yes"]);
    const other = { ...gitlab, sub: "project_path:org/charts:ref_type:tag:ref:v1" };
    const member = issuer.token("gitlab", other);
    await mayRefresh(member, "other-repo", "team-b");
    const at = repositoryPath("team-b", "other-repo");
    await isLocked(member, at);
    const outside = issuer.token("gitlab", { ...other, ref_protected: "false" });
    using api = holder(cluster, outside);
    assert.equal((await attempt(api.get(at))).code, 403);
  });

  await t.step("revoke ends it, and the lock with it", async () => {
    const user = "gitlab:project_path:org/charts:ref_type:branch:ref:main";
    const token = issuer.token("gitlab", { ...gitlab, ref_protected: "false" });
    await mayRefresh(token);
    await succeed(cluster, ["revoke", "--user", user]);
    // API servers learn of that a moment later.
    assert(await eventually(async () => (await refreshed(token)).code === 1));
    await mayNot(token, /cannot get/);
    await succeed(cluster, ["revoke", "--group", "gitlab:org/charts:protected"]);
    const { items } = await admin.get<{ items: { metadata: { name: string } }[] }>(
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
    );
    const left = items.filter(({ metadata }) => metadata.name.includes("gitlab"));
    assert.deepEqual(left, []);
  });
});
