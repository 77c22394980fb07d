// What the documents say is what the code says.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { PROJECT_HOME } from "../../src/about.ts";
import { exitCodes } from "../../src/cli/exit_codes.ts";
import { PERMISSIONS } from "../../tools/build/permissions.ts";

const root = new URL("../..", import.meta.url).pathname;
const testCommand = "npm ci && npx deno task test";
const demoCommand = "npm ci && npx deno task demo";

function read(path: string): Promise<string> {
  return Deno.readTextFile(join(root, path));
}

async function documents(folder = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(join(root, folder))) {
    const path = join(folder, entry.name);
    if (entry.isFile && path.endsWith(".md")) found.push(path);
    if (entry.isDirectory && /^(docs|decisions|doctor|registries)$/.test(entry.name)) {
      found.push(...await documents(path));
    }
  }
  return found;
}

Deno.test("docs/exit-codes.md has a row for each exit code, and no other", async () => {
  const rows = (await read("docs/exit-codes.md")).matchAll(/^\| (\d+) +\|/gm);
  assert.deepEqual([...rows].map(([, code]) => Number(code)), Object.values(exitCodes));
});

Deno.test("docs/permissions.md lists the permissions that the binary is compiled with", async () => {
  const rows = (await read("docs/permissions.md")).matchAll(/^\| `(\S+)` +\| (.*?) +\|$/gm);
  const listed = [...rows].map(([, flag, reason]) => ({ flag, reason }));
  assert.deepEqual(listed, PERMISSIONS);
});

Deno.test("the README's two commands are tasks, and CI runs the second word for word", async () => {
  const readme = await read("README.md");
  const { tasks } = JSON.parse(await read("deno.json"));
  for (const command of [testCommand, demoCommand]) {
    assert(readme.includes(`\n${command}\n`), command);
    assert(command.split(" ").at(-1)! in tasks);
  }
  assert((await read(".ci/run")).includes(testCommand));
});

Deno.test("every link between documents leads somewhere", async () => {
  for (const path of await documents()) {
    for (const [, link = ""] of (await read(path)).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^https?:/.test(link)) continue;
      await Deno.stat(join(root, dirname(path), link)).catch(() => {
        assert.fail(`${path} links to ${link}, which is not there`);
      });
    }
  }
});

/** As GitHub makes anchors of them: lower case, no punctuation, a dash for each space. */
function anchors(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
    ),
  );
}

Deno.test("every link to a heading leads to one", async () => {
  for (const path of await documents()) {
    for (
      const [, link = "", anchor = ""] of (await read(path)).matchAll(/\]\(([^):#]*)#([^)]+)\)/g)
    ) {
      const target = link === "" ? path : join(dirname(path), link);
      if (!target.endsWith(".md")) continue;
      assert(anchors(await read(target)).has(anchor), `${path} links to ${link}#${anchor}`);
    }
  }
});

Deno.test("every address of the project's home is the one in src/about.ts", async () => {
  for (const path of ["README.md", ".krew.yaml", ...await documents()]) {
    for (
      const [home] of (await read(path)).matchAll(
        /https:\/\/github\.com\/[\w-]*apprepo[\w-]*\/[\w-]+/g,
      )
    ) {
      assert.equal(home, PROJECT_HOME, path);
    }
  }
});
