// The newest Deno, from npm, beside the pinned one: the code must be ready for the pin to move.

import { cacheFolder } from "../../../tools/build/cache_folder.ts";
import { fileExists } from "../../../tools/build/file_exists.ts";
import { run } from "../support/run.ts";

const newest = "2.9.6";

/** @returns the path of its executable, installed into the user's cache folder once */
export async function newestDeno(): Promise<string> {
  const folder = `${cacheFolder()}/deno-${newest}`;
  const executable = `${folder}/node_modules/deno/deno`;
  if (await fileExists(executable)) return executable;
  await Deno.mkdir(cacheFolder(), { recursive: true });
  const fresh = await Deno.makeTempDir({ dir: cacheFolder() });
  const words = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", fresh];
  const { code, stderr } = await run("npm", [...words, `deno@${newest}`], { timeout: 300_000 });
  if (code !== 0) throw new Error(`npm could not install deno@${newest}: ${stderr}`);
  // The package unpacks its executable at its first call.
  const { stdout } = await run(`${fresh}/node_modules/.bin/deno`, ["--version"]);
  if (!stdout.startsWith(`deno ${newest} `)) throw new Error(`deno@${newest} says: ${stdout}`);
  await Deno.rename(fresh, folder).catch(async (error) => {
    if (!await fileExists(executable)) throw error;
    await Deno.remove(fresh, { recursive: true }); // another test was quicker
  });
  return executable;
}
