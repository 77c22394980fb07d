// What is made from the command tree: the pages in docs/commands, and the manual.

import assert from "node:assert/strict";
import { ROOT } from "../../../tools/build/binary.ts";
import { finish } from "../../../tools/build/command.ts";
import { manPages } from "../../../tools/build/man/man_pages.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";
import { commandPages } from "../../../tools/docs/command_pages.ts";
import { commands } from "../../../src/cli/commands.ts";
import { flagName } from "../../../src/cli/flags/flags.ts";

Deno.test("docs/commands is what `deno task docs` writes", async () => {
  const pages = await commandPages();
  const folder = `${ROOT}/docs/commands`;
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assert.deepEqual(names.sort(), [...pages.keys()].sort());
  for (const [name, text] of pages) {
    const stale = `docs/commands/${name} is stale: npx deno task docs`;
    assert.equal(await Deno.readTextFile(`${folder}/${name}`), text, stale);
  }
});

Deno.test("each command has a page and a manual page with each of its own flags", async () => {
  const [pages, manual] = [await commandPages(), await manPages()];
  for (const [words, { spec }] of Object.entries(commands)) {
    const name = words.replace(" ", "-");
    const { sections } = await spec();
    for (const key of Object.keys(sections[0]!.flags)) {
      const flag = `--${flagName(key)}`;
      assert.ok(pages.get(`${name}.md`)!.includes(flag), `${name} ${flag}`);
      const page = manual.get(`kubectl-apprepo-${name}.1`)!;
      assert.ok(page.includes(flag.replaceAll("-", "\\-")), `${name} ${flag}`);
    }
  }
});

Deno.test("the manual says nothing of when it was made", async () => {
  for (const page of (await manPages()).values()) {
    assert.match(page, /^\.TH "\S+" 1 "" "\S+ \S+"\n/);
  }
});

const groff = await finish("groff", ["--version"]).then(({ code }) => code === 0, () => false);

Deno.test({
  name: "the manual is read without a warning",
  ignore: !groff,
  async fn() {
    await inTemporaryFolder(async (folder) => {
      for (const [name, text] of await manPages()) {
        await Deno.writeTextFile(`${folder}/${name}`, text);
        const { stderr } = await finish("groff", [
          "-man",
          "-Tutf8",
          "-ww",
          "-z",
          `${folder}/${name}`,
        ]);
        assert.equal(stderr, "", name);
      }
    });
  },
});
