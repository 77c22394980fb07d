import assert from "node:assert/strict";
import { applyPolicy } from "../../../../src/apprepo/harbor/apply_policy.ts";
import { HarborError } from "../../../../src/harbor/harbor_error.ts";
import type { HarborProject } from "../../../../src/harbor/project.ts";
import type { Policy } from "../../../../src/harbor/shapes.ts";

const leadsTo = { cluster: "default", namespace: "team-a", name: "my-repo" };
const path = "/api/v1/clusters/default/namespaces/team-a/apprepositories/my-repo/refresh";
const wanted = {
  ...{ name: "a", leadsTo, url: `https://new.example.com${path}`, authorization: "Bearer x" },
  ...{ events: ["PUSH_ARTIFACT"], payloadFormat: "Default" as const, skipCertVerify: false },
};

/** A project with one webhook, which calls another host. */
class OneWebhook {
  policyThere: Policy = {
    ...{ id: 1, name: "a", enabled: true, event_types: ["PUSH_ARTIFACT"] },
    targets: [{ type: "http", address: `https://old.example.com${path}` }],
  };
  name = "charts";
  supported = () => Promise.resolve({});
  policyNamed = () => Promise.resolve(this.policyThere);
  policy = () => Promise.resolve(this.policyThere);
  update = (policy: Policy) => {
    this.policyThere = policy;
    return Promise.resolve();
  };
  async *policiesWith(): AsyncGenerator<Policy> {}
}

const asked = {
  dryRun: false,
  moving: () => Promise.resolve(),
  doubling: () => Promise.resolve(),
};

Deno.test("applyPolicy() keeps what others change while it asks", async () => {
  const project = new OneWebhook();
  const slack = { type: "slack", address: "https://hooks.example.com/x" };
  const moving = () => {
    const { targets, ...rest } = project.policyThere;
    project.policyThere = { ...rest, description: "ours", targets: [...targets!, slack] };
    return Promise.resolve();
  };
  const { outcome } = await applyPolicy(
    project as unknown as HarborProject,
    wanted,
    { ...asked, moving },
  );
  assert.equal(outcome, "configured");
  const { description, targets } = project.policyThere;
  assert.equal(description, "ours");
  assert.deepEqual(targets?.map(({ address }) => address), [wanted.url, slack.address]);
});

Deno.test("applyPolicy() writes nothing where somebody made it right while it asked", async () => {
  const project = new OneWebhook();
  const moving = () => {
    const target = {
      ...{ type: "http", address: wanted.url, auth_header: wanted.authorization },
      skip_cert_verify: false,
    };
    project.policyThere = { ...project.policyThere, targets: [target] };
    project.update = () => assert.fail("it was written");
    return Promise.resolve();
  };
  const options = { ...asked, moving };
  const { outcome } = await applyPolicy(project as unknown as HarborProject, wanted, options);
  assert.equal(outcome, "unchanged");
});

Deno.test("applyPolicy() leaves alone what leads elsewhere since it asked", async () => {
  const project = new OneWebhook();
  const moving = () => {
    project.policyThere = {
      ...project.policyThere,
      targets: [{ type: "http", address: "https://b" }],
    };
    return Promise.resolve();
  };
  await assert.rejects(
    applyPolicy(project as unknown as HarborProject, wanted, { ...asked, moving }),
    (error: HarborError) => /leads elsewhere: it is left alone/.test(error.message),
  );
  assert.deepEqual(project.policyThere.targets, [{ type: "http", address: "https://b" }]);
});

Deno.test("applyPolicy() says that it was changed where it can't be read again", async () => {
  const project = new OneWebhook();
  let reads = 0;
  project.policy = () =>
    ++reads === 1
      ? Promise.resolve(project.policyThere)
      : Promise.reject(new HarborError("answered 500", 500));
  await assert.rejects(
    applyPolicy(project as unknown as HarborProject, wanted, asked),
    /^HarborError: webhook "a" of project "charts" was changed, and could not be read again: answered 500/,
  );
});
