import { join } from "node:path";
import { commandFailed, finish } from "./command.ts";
import { findDenort } from "./denort/find.ts";
import { PERMISSIONS } from "./permissions.ts";
import { replaceFile } from "./replace_file.ts";
import { step } from "./step.ts";
import type { Target } from "./targets.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** Files in a compiled program carry their times: one time for all makes equal builds equal. */
const FILE_TIME = new Date("2000-01-01T00:00:00Z");

/**
 * Compiles a program with the plugin's permissions, outside the checkout, since `deno compile` would
 * embed a node_modules that it sees.
 * @param write puts `main.js` and the files that it imports into the folder that it is given
 * @throws {BuildError} if there is no denort for the target, or `deno compile` fails
 */
export async function compile(
  write: (folder: string) => Promise<void>,
  output: string,
  target: Target,
): Promise<void> {
  const denort = await findDenort(target);
  await inTemporaryFolder(async (folder) => {
    await write(folder);
    for await (const { name } of Deno.readDir(folder)) {
      await Deno.utime(join(folder, name), FILE_TIME, FILE_TIME);
    }
    const program = target.os === "windows" ? "program.exe" : "program";
    const env = { DENO_NO_PACKAGE_JSON: "1", ...(denort && { DENORT_BIN: denort }) };
    const finished = await step(
      `compiling for ${target.name}`,
      () => finish(Deno.execPath(), compileArguments(target, program), { cwd: folder, env }),
    );
    if (finished.code !== 0) throw commandFailed("deno compile", finished);
    await replaceFile(output, (temporary) => Deno.copyFile(join(folder, program), temporary));
  });
}

function compileArguments(target: Target, output: string): string[] {
  return [
    "compile",
    "--quiet",
    "--no-config",
    "--no-check",
    // A missing permission is an error, never a question to the user.
    "--no-prompt",
    // The cache is a file with a predictable name in the shared temporary folder.
    "--no-code-cache",
    // A command that ends in milliseconds would compile what it then hardly runs, with 5 to 9 MB of
    // memory and 2 ms; what runs for long is left to the last of V8's compilers, TurboFan. V8 lets
    // what is young grow to 16 MB three times over before it looks what is left of it: pages of a
    // list and requests are thrown away at once, and cost a third more memory for no time.
    "--v8-flags=--no-maglev,--no-sparkplug,--max-semi-space-size=4",
    ...PERMISSIONS.map(({ flag }) => flag),
    "--target",
    target.triple,
    "--output",
    output,
    "main.js",
  ];
}
