// docs/registries/harbor.md: its five commands, run in their order, with other addresses in them.

import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT } from "../../tools/build/binary.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { run } from "../cluster/support/run.ts";
import { goTool } from "../gotools/go_tool.ts";
import { binary } from "./support/apprepo.ts";
import { eventually } from "./support/eventually.ts";
import { HarborScene } from "./support/harbor/scene.ts";
import { users } from "./support/harbor/users.ts";

const page = await Deno.readTextFile(join(ROOT, "docs/registries/harbor.md"));
const helm = await goTool("helm");
const cluster = await testCluster();

function block(language: string, after: string): string {
  const from = page.slice(page.indexOf(after));
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(from)?.[1] ?? "";
}

Deno.test({
  name: "docs/registries/harbor.md: from nothing to a push that refreshes, in five commands",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using scene = await HarborScene.open(cluster);
    const { harbor, receiver, namespace } = scene;
    const home = await cluster.namespace("kubeapps");
    const folder = await Deno.makeTempDir({ dir: cluster.folder });
    await Deno.symlink(binary, `${folder}/kubectl-apprepo`);
    await Deno.symlink(helm, `${folder}/helm`);
    const shell = (command: string, env: Record<string, string> = {}) =>
      run("sh", ["-c", command], {
        cwd: folder,
        clearEnv: true,
        env: {
          KUBECONFIG: cluster.adminKubeconfig,
          PATH: `${folder}:${Deno.env.get("PATH")}`,
          HOME: folder,
          ...env,
        },
      });
    const { host } = new URL(harbor.url);
    const here = (command: string) =>
      command
        .replaceAll("https://harbor.example.com", harbor.url)
        .replaceAll("harbor.example.com", host)
        .replaceAll("-n team-a", `-n ${namespace}`)
        .replaceAll("-n kubeapps", `-n ${home}`)
        .replace("kubeapps.example.com", `${home}.example.com`)
        .replace(/(harbor (apply|status) .*)/, `$1 --allow-http`)
        // Nobody answers at the Ingress of the test cluster.
        .replace(/(harbor apply .*)/, `$1 --base-url ${receiver.url}`)
        .replace("helm push", "helm push --plain-http");

    const { name: alice, password } = users.projectAdmin;
    const made = await shell(
      here(block("sh", "### A robot account")).replace("ADMIN", `'${alice}:${password}'`),
    );
    assert.equal(made.code, 0, made.stderr);
    const { name, secret } = JSON.parse(made.stdout);
    assert.equal(name, "robot$charts+kubeapps");

    await shell("helm create nginx && helm package nginx --version 1.2.3");
    const [exported = "", ...commands] = block("sh", "## From nothing").split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    assert.match(
      exported,
      /^export HARBOR_USERNAME='robot\$charts\+kubeapps' HARBOR_PASSWORD=\.\.\.$/,
    );
    assert.equal(commands.length, 5);
    const credentials = { HARBOR_USERNAME: name, HARBOR_PASSWORD: secret };
    const before = await scene.counter();
    for (const command of commands) {
      const { code, stderr } = await shell(here(command), credentials);
      assert.equal(code, 0, `${here(command)}\n${stderr}`);
    }
    await eventually("the refresh", async () => await scene.counter() > before || undefined);
    await eventually("the delivery", async () => {
      const { stdout } = await shell(here(commands[4]!), credentials);
      return /PUSH_ARTIFACT +charts\/nginx:1\.2\.3 +delivered/.test(stdout) || undefined;
    });
    const doctor = await shell(
      here(block("sh", "`doctor` looks at all")).replace(
        "doctor my-repo",
        `doctor my-repo --allow-http --only=ARD701,ARD702,ARD703,ARD705 --base-url=${receiver.url}`,
      ),
      credentials,
    );
    assert.equal(doctor.code, 0, doctor.stdout + doctor.stderr);
    assert.match(doctor.stdout, /^ok +Registry +4 checks$/m);
  },
});

Deno.test("docs/registries/harbor.md explains every result", async () => {
  const source = await Deno.readTextFile(join(ROOT, "src/apprepo/harbor/deliveries.ts"));
  const [, union = ""] = /export type Result =([^;]+);/.exec(source) ?? [];
  const results = [...union.matchAll(/"([a-z-]+)"/g)].map(([, word]) => word);
  const rows = [...page.matchAll(/^\| ([a-z-]+) +\| /gm)].map(([, word]) => word);
  for (const result of results) assert.ok(rows.includes(result), result);
});
