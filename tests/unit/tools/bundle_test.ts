import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../../tools/build/bundle.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";

Deno.test("bundle() puts a dynamic import into a file of its own", async () => {
  const files = await bundled({
    "main.ts": 'console.log("eager"); if (Deno.args.length) await import("./lazy.ts");',
    "lazy.ts": 'console.log("seldom");',
  });
  const main = files.get("main.js")!;
  assert.match(main, /eager/);
  assert.doesNotMatch(main, /seldom/);
  const [, chunk] = main.match(/import\("\.\/(lazy-[^"]+)"\)/)!;
  assert.match(files.get(chunk!)!, /seldom/);
});

Deno.test("bundle() writes Node's built-ins with their prefix", async () => {
  const files = await bundled({
    "main.ts":
      'import { sep } from "path"; import { promises } from "fs"; console.log(sep, promises);',
  });
  assert.match(files.get("main.js")!, /from"node:path"/);
  assert.match(files.get("main.js")!, /from"node:fs"/);
});

Deno.test("bundle() gives CommonJS packages Node's built-ins, though a module has no require", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.mkdir(join(folder, "node_modules/old"), { recursive: true });
    const source = 'exports.both = require("path") === require("node:path");';
    await Deno.writeTextFile(join(folder, "node_modules/old/index.js"), source);
    await Deno.writeTextFile(join(folder, "main.ts"), 'export { both } from "old";');
    await bundle(join(folder, "main.ts"), join(folder, "out"), "0123abc");
    const { both } = await import(pathToFileURL(join(folder, "out/main.js")).href);
    assert.equal(both, true);
  });
});

Deno.test("bundle() puts the sum of the sources in", async () => {
  const files = await bundled({
    "main.ts": 'declare const BUILD_SOURCES: string; console.log("at " + BUILD_SOURCES);',
  });
  assert.match(files.get("main.js")!, /at .*0123abc/);
});

Deno.test("bundle() refuses a dynamic import that would lose its names", async () => {
  const files = {
    "main.ts": 'const { named } = await import("old"); console.log(named);',
    "node_modules/old/index.js": "exports.named = 1;",
  };
  const message = /old\/index\.js has no named exports once bundled/;
  await assert.rejects(bundled(files), { name: "BuildError", message });
});

Deno.test("bundle() says where the first error is", async () => {
  const message = /main\.ts:1: Could not resolve "\.\/gone\.ts"/;
  await assert.rejects(bundled({ "main.ts": 'import "./gone.ts";' }), {
    name: "BuildError",
    message,
  });
});

/** Bundles main.ts of these files. @returns what comes out, by file name */
async function bundled(files: Record<string, string>): Promise<Map<string, string>> {
  return await inTemporaryFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    const out = join(folder, "out");
    await bundle(join(folder, "main.ts"), out, "0123abc");
    const made = new Map<string, string>();
    for await (const { name } of Deno.readDir(out)) {
      made.set(name, await Deno.readTextFile(join(out, name)));
    }
    return made;
  });
}
