// The senders of docs/oidc.md, with their settings of that page, through a running receiver.

import assert from "node:assert/strict";
import { load } from "js-yaml";
import { Issuer } from "../cluster/support/issuer.ts";
import { configurationVersion, oidcCluster, pageBlocks } from "../cluster/support/oidc.ts";
import { type AppRepository, repositoryPath } from "../cluster/support/repositories.ts";
import { run } from "../cluster/support/run.ts";
import { apprepo } from "./support/apprepo.ts";
import { RunningReceiver } from "./support/receiver.ts";

const aud = "https://kubeapps.example.com";
const address =
  "https://kubeapps.example.com/api/v1/clusters/default/namespaces/team-a/apprepositories/my-repo/refresh";

const users = {
  github: "gha:repo:org/charts:ref:refs/heads/main",
  gitlab: "gitlab:project_path:org/charts:ref_type:branch:ref:main",
  google: "google:kubeapps-push@my-project.iam.gserviceaccount.com",
};

interface GithubStep {
  env: Record<string, string>;
  run: string;
}

interface GitlabJob {
  id_tokens: Record<string, { aud: string }>;
  variables: Record<string, string>;
  script: string[];
}

const version = await configurationVersion();
const reason = version ? "" : " (before Kubernetes 1.30)";

Deno.test({
  name: `docs/oidc.md: each sender's settings refresh through serve${reason}`,
  ignore: !version,
}, async (t) => {
  await using issuer = Issuer.start();
  await using cluster = await oidcCluster(issuer, version!);
  using admin = cluster.api();
  await admin.create("/api/v1/namespaces", { metadata: { name: "team-a" } });
  await cluster.createRepository("team-a", "my-repo");
  const kubeconfig = cluster.adminKubeconfig;
  for (const user of Object.values(users)) {
    const words = ["grant", "my-repo", "-n", "team-a", "--user", user, "--yes"];
    const { code, stderr } = await apprepo(words, { kubeconfig });
    assert.equal(code, 0, stderr);
  }
  await using receiver = await RunningReceiver.start({ kubeconfig });
  const url = receiver.url + new URL(address).pathname;
  const ca = `${cluster.folder}/issuer.crt`;
  await Deno.writeTextFile(ca, issuer.authority);

  async function count(): Promise<number> {
    const { spec } = await admin.get<AppRepository>(repositoryPath("team-a", "my-repo"));
    return Number(spec["resyncRequests"] ?? 0);
  }
  async function script(text: string, env: Record<string, string>): Promise<void> {
    assert.equal(env["KUBEAPPS_WEBHOOK_URL"], address);
    const before = await count();
    const variables = { ...env, KUBEAPPS_WEBHOOK_URL: url, CURL_CA_BUNDLE: ca };
    const { code, stderr } = await run("bash", ["-euo", "pipefail", "-c", text], {
      env: variables,
    });
    assert.equal(code, 0, stderr);
    assert.equal(await count(), before + 1);
  }
  const blocks = await pageBlocks("yaml");

  const hasJq = (await run("sh", ["-c", "command -v jq"])).code === 0;
  await t.step({
    name: `GitHub Actions${hasJq ? "" : " (there is no jq, which its runners have)"}`,
    ignore: !hasJq,
    fn: githubStep,
  });

  async function githubStep(): Promise<void> {
    const workflow = load(blocks[1]!) as {
      permissions: Record<string, string>;
      steps: [GithubStep];
    };
    assert.equal(workflow.permissions["id-token"], "write");
    const [step] = workflow.steps;
    issuer.jobClaims = {
      sub: "repo:org/charts:ref:refs/heads/main",
      repository: "org/charts",
      repository_owner_id: "1234567",
    };
    await script(step.run, { ...step.env, ...issuer.jobVariables });
  }

  await t.step("GitLab CI", async () => {
    const [job] = Object.values(load(blocks[2]!) as Record<string, GitlabJob>);
    const [[name, { aud }]] = Object.entries(job!.id_tokens) as [[string, { aud: string }]];
    const token = issuer.token("gitlab", {
      aud,
      sub: "project_path:org/charts:ref_type:branch:ref:main",
      project_path: "org/charts",
      namespace_id: "7654321",
      ref_protected: "true",
    });
    await script(job!.script.join("\n"), { ...job!.variables, [name]: token });
  });

  await t.step("a push of Pub/Sub", async () => {
    const block = (await pageBlocks("sh")).find((one) => one.startsWith("gcloud")) ?? "";
    assert(block.includes(`--push-endpoint='${address}'`));
    assert(block.includes(`--push-auth-token-audience=${aud}\n`));
    const before = await count();
    const message = { data: btoa(`{"action":"INSERT","tag":"host/project/repo/chart:1"}`) };
    const token = issuer.token("google", {
      aud,
      azp: "112233",
      email: users.google.slice("google:".length),
      email_verified: true,
      sub: "112233",
    });
    const answer = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ message, subscription: "projects/p/subscriptions/s" }),
    });
    await answer.body?.cancel();
    assert(answer.ok, String(answer.status));
    assert.equal(await count(), before + 1);
  });

  await t.step("a token of somebody else, and one that nobody takes", async () => {
    const before = await count();
    for (
      const [claims, status] of [
        [{ aud, email: "other@my-project.iam.gserviceaccount.com", email_verified: true }, 403],
        [{ aud: "other", email: users.google.slice(7), email_verified: true }, 401],
      ] as const
    ) {
      const authorization = `Bearer ${issuer.token("google", { sub: "1", ...claims })}`;
      const answer = await fetch(url, { method: "POST", headers: { authorization } });
      await answer.body?.cancel();
      assert.equal(answer.status, status);
    }
    assert.equal(await count(), before);
  });
});
