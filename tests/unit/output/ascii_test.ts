import assert from "node:assert/strict";

const root = new URL("../../../", import.meta.url).pathname;

/** What is written is read by old terminals, logs and screen readers. */
Deno.test("texts of the program are ASCII: there is no sign that a terminal could lack", async () => {
  for await (const path of sources(`${root}src`)) {
    const code = (await Deno.readTextFile(path))
      .replace(/\/\*[^]*?\*\//g, "")
      .replace(/^\s*\/\/.*$/gm, "");
    // Go's sign of a microsecond is read in durations.
    // deno-lint-ignore no-control-regex -- all that is not ASCII
    assert.deepEqual(code.replaceAll("µs", "").match(/[^\x00-\x7f]/g), null, path);
  }
});

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}
