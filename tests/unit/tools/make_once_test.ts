import assert from "node:assert/strict";
import { join } from "node:path";
import { fingerprint } from "../../../tools/build/fingerprint.ts";
import { makeOnce } from "../../../tools/build/make_once.ts";
import { replaceFile } from "../../../tools/build/replace_file.ts";
import { inTemporaryFolder } from "../../../tools/build/temporary_folder.ts";

Deno.test("makeOnce() makes the file again only for another fingerprint, or when it is gone", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "made");
    let times = 0;
    const make = async () => await Deno.writeTextFile(path, `${++times}`);
    await makeOnce(path, "one", make);
    await makeOnce(path, "one", make);
    assert.equal(await Deno.readTextFile(path), "1");
    await makeOnce(path, "two", make);
    assert.equal(await Deno.readTextFile(path), "2");
    await Deno.remove(path);
    await makeOnce(path, "two", make);
    assert.equal(await Deno.readTextFile(path), "3");
  });
});

Deno.test("makeOnce() tries again after a failure", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "made");
    await makeOnce(path, "one", () => Deno.writeTextFile(path, "old"));
    await assert.rejects(makeOnce(path, "two", () => Promise.reject(new Error("no"))));
    await makeOnce(path, "two", () => Deno.writeTextFile(path, "new"));
    assert.equal(await Deno.readTextFile(path), "new");
  });
});

Deno.test("replaceFile() keeps the old file when the new one can't be written", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "file");
    await Deno.writeTextFile(path, "old");
    const failing = async (temporary: string) => {
      await Deno.writeTextFile(temporary, "half");
      throw new Error("disk full");
    };
    await assert.rejects(replaceFile(path, failing), { message: "disk full" });
    assert.equal(await Deno.readTextFile(path), "old");
    assert.deepEqual(await names(folder), ["file"]);
  });
});

Deno.test("fingerprint() changes with a fact, a file's contents and a file's name", async () => {
  await inTemporaryFolder(async (folder) => {
    await Deno.mkdir(join(folder, "src/deep"), { recursive: true });
    await Deno.writeTextFile(join(folder, "src/deep/a.ts"), "a");
    const sums = [await fingerprint(folder, ["src"], ["x"])];
    assert.equal(await fingerprint(folder, ["src"], ["x"]), sums[0]);
    sums.push(await fingerprint(folder, ["src"], ["y"]));
    await Deno.writeTextFile(join(folder, "src/deep/a.ts"), "b");
    sums.push(await fingerprint(folder, ["src"], ["x"]));
    await Deno.rename(join(folder, "src/deep/a.ts"), join(folder, "src/deep/b.ts"));
    sums.push(await fingerprint(folder, ["src"], ["x"]));
    assert.equal(new Set(sums).size, 4);
  });
});

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
}
