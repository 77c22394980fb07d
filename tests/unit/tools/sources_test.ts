import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { ROOT } from "../../../tools/build/binary.ts";
import { SOURCES, sourcesSum } from "../../../tools/build/sources.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";

const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

Deno.test("SOURCES have all files of the repository that the program imports", async () => {
  const seen = new Set<string>();
  const next = ["main.ts"];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = await Deno.readTextFile(join(ROOT, path));
    if (!path.endsWith(".ts")) continue;
    for (const [, specifier] of text.matchAll(IMPORT)) {
      next.push(normalize(join(dirname(path), specifier!)).replaceAll("\\", "/"));
    }
  }
  assert.ok(seen.size > 100 && seen.has("package.json"), `${seen.size} files`);
  const left = [...seen].filter((path) =>
    !SOURCES.some((source) => path === source || path.startsWith(`${source}/`))
  );
  assert.deepEqual(left, []);
});

Deno.test("sourcesSum() changes with what goes into a build, and with nothing else", async () => {
  await inTemporaryFolder(async (root) => {
    for (const path of ["src/a.ts", "tools/build/b.ts"]) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), "");
    }
    for (
      const path of [
        "LICENSE",
        "THIRD_PARTY_NOTICES",
        "main.ts",
        "package-lock.json",
        "package.json",
      ]
    ) {
      await Deno.writeTextFile(join(root, path), "");
    }
    const before = await sourcesSum(root);
    assert.match(before, /^[0-9a-f]{64}$/);
    for (const path of ["plugin.yaml", ".krew.yaml", "README.md", "tools/demo.ts"]) {
      await Deno.writeTextFile(join(root, path), "something");
      assert.equal(await sourcesSum(root), before, path);
    }
    const sums = new Set([before]);
    for (
      const path of [
        "LICENSE",
        "THIRD_PARTY_NOTICES",
        "main.ts",
        "src/a.ts",
        "src/new.ts",
        "tools/build/b.ts",
      ]
    ) {
      await Deno.writeTextFile(join(root, path), "something");
      sums.add(await sourcesSum(root));
    }
    assert.equal(sums.size, 7);
  });
});
