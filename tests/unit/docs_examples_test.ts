// Every command line in the documents is one that the program takes.

import assert from "node:assert/strict";
import { run } from "../../src/cli/run.ts";
import { FakeHost } from "./support/fake_host.ts";

const root = new URL("../..", import.meta.url).pathname;

async function markdown(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(root + folder)) {
    if (isFile && name.endsWith(".md")) found.push(folder + name);
  }
  return found;
}

/** The words after `kubectl apprepo`, one list for each command in a code block. */
function commandLines(text: string): string[][] {
  const blocks = [...text.matchAll(/^ *```(?:sh|console)\n([^]*?)^ *```/gm)].map(([, block]) =>
    block!
  );
  const lines = blocks.flatMap((block) => block.replace(/\\\n\s*/g, " ").split("\n"));
  // In a message a command may stand in quotes, and ends with them.
  const pattern = /(?<=')kubectl apprepo ([^']*)(?=')|kubectl apprepo (?!<)([^|#>)`]*)/g;
  const commands = lines.flatMap((line) => [...line.matchAll(pattern)]);
  return commands.map(([, quoted, words = quoted]) => {
    const split = [...words!.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
    return split.map(([, double, single, plain]) => double ?? single ?? plain ?? "");
  });
}

for (
  const path of [
    ...await markdown(""),
    ...await markdown("docs/"),
    ...await markdown("docs/commands/"),
    ...await markdown("docs/doctor/"),
    ...await markdown("docs/registries/"),
  ]
) {
  const text = await Deno.readTextFile(root + path);
  for (const words of commandLines(text)) {
    Deno.test(`${path}: kubectl apprepo ${words.join(" ")}`, async () => {
      const host = new FakeHost();
      // Help comes last, so that every flag before it has been read.
      const code = await run(host, [...words, "-h"]);
      assert.deepEqual([code, host.stderr.text], [0, ""]);
    });
  }
}

Deno.test("the documents have examples of every command", async () => {
  const paths = [...await markdown(""), ...await markdown("docs/")];
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(root + path)));
  const shown = new Set(texts.flatMap(commandLines).map(([command]) => command));
  for (
    const command of [
      "refresh",
      "list",
      "status",
      "logs",
      "doctor",
      "grant",
      "token",
      "completion",
      "revoke",
      "webhook-url",
      "serve",
    ]
  ) {
    assert(shown.has(command), command);
  }
});
