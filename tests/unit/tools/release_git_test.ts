import assert from "node:assert/strict";
import { join } from "node:path";
import { finish } from "../../../tools/build/command.ts";
import { SOURCES } from "../../../tools/build/sources.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";
import { commitManifest, refuseReleased } from "../../../tools/release/git.ts";

const SUM = "ab".repeat(32);
const MANIFEST = `# Sources: sha256:${SUM}\nspec:\n  version: v1.2.3\n  platforms: []\n`;

Deno.test("commitManifest() commits plugin.yaml alone, and once", async () => {
  await inRepository(async (root) => {
    await Deno.writeTextFile(join(root, "plugin.yaml"), MANIFEST);
    await Deno.writeTextFile(join(root, "README.md"), "not yet committed");
    await git(root, "add", "README.md");
    assert.equal(await commitManifest(root, "v1.2.3"), true);
    const log = await git(root, "log", "-1", "--format=%s", "--name-only");
    assert.equal(log.trim(), "Release v1.2.3\n\nplugin.yaml");
    assert.equal(await git(root, "status", "--porcelain"), "A  README.md\n");
    assert.equal(await commitManifest(root, "v1.2.3"), false);
  });
});

for (const path of ["main.ts", "src/new.ts", ".krew.yaml", "tools/build/x.ts"]) {
  Deno.test(`commitManifest() refuses while ${path} is not committed`, async () => {
    await inRepository(async (root) => {
      await Deno.writeTextFile(join(root, "plugin.yaml"), MANIFEST);
      await Deno.writeTextFile(join(root, path), "changed");
      const message = `plugin.yaml is written, but not committed, since ${path} is not: ` +
        "commit it and run again";
      await assert.rejects(commitManifest(root, "v1.2.3"), { name: "BuildError", message });
      assert.match(await git(root, "status", "--porcelain"), /^\?\? plugin\.yaml$/m);
    });
  });
}

Deno.test("refuseReleased() refuses a released version for other sources only", async () => {
  await inRepository(async (root) => {
    await refuseReleased(root, "v1.2.3", SUM);
    await Deno.writeTextFile(join(root, "plugin.yaml"), MANIFEST);
    await commitManifest(root, "v1.2.3");
    await git(root, "tag", "v1.2.3");
    await refuseReleased(root, "v1.2.3", SUM);
    await refuseReleased(root, "v1.2.4", "cd".repeat(32));
    const message = "v1.2.3 was released from other sources: give package.json the next version";
    const refused = refuseReleased(root, "v1.2.3", "cd".repeat(32));
    await assert.rejects(refused, { name: "BuildError", message });
  });
});

/** Gives the work a repository of its own with a commit of all that a release is made from. */
async function inRepository(work: (root: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (root) => {
    await git(root, "init", "--quiet");
    for (const [name, value] of [["name", "Tester"], ["email", "tester@example.com"]]) {
      await git(root, "config", `user.${name}`, value!);
    }
    await git(root, "config", "commit.gpgsign", "false");
    for (const path of [...SOURCES, ".krew.yaml"]) {
      const file = path.includes(".") || path === "LICENSE" ? path : `${path}/file.ts`;
      await Deno.mkdir(join(root, file, ".."), { recursive: true });
      await Deno.writeTextFile(join(root, file), "as it was");
    }
    await git(root, "add", ".");
    await git(root, "commit", "--quiet", "-m", "first");
    await work(root);
  });
}

async function git(root: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await finish("git", args, { cwd: root });
  assert.equal(code, 0, `git ${args.join(" ")}: ${stderr}`);
  return stdout;
}
