import { join } from "node:path";
import { build } from "../../tools/build/binary.ts";
import { bundle } from "../../tools/build/bundle.ts";
import { commandFailed, finish } from "../../tools/build/command.ts";
import { compile } from "../../tools/build/compile.ts";
import { step } from "../../tools/build/step.ts";
import { hostTarget } from "../../tools/build/targets.ts";
import { goEnvironment } from "../gotools/go_tool.ts";
import type { Programs } from "./section.ts";

/**
 * Builds what is measured and what measures.
 * @param folder takes all but the plugin
 * @throws {Error} where one can't be built
 */
export async function buildPrograms(folder: string): Promise<Programs> {
  const [empty, bare] = [join(folder, "empty"), join(folder, "bare")];
  await compile(writeNothing, empty, hostTarget());
  await compile(writeBare, bare, hostTarget());
  await step("building the Go programs of the bench", () => buildGo(folder));
  return {
    plugin: await build(),
    empty,
    bare,
    measure: join(folder, "measure"),
    clientGoLoop: join(folder, "client_go_loop"),
  };
}

async function writeNothing(folder: string): Promise<void> {
  await Deno.writeTextFile(join(folder, "main.js"), "");
}

async function writeBare(folder: string): Promise<void> {
  await bundle(join(import.meta.dirname!, "bare.ts"), folder, "bench");
}

async function buildGo(folder: string): Promise<void> {
  const args = ["build", "-trimpath", "-ldflags", "-s -w", "-o", `${folder}/`, "./..."];
  try {
    const finished = await finish("go", args, { cwd: import.meta.dirname, env: goEnvironment });
    if (finished.code !== 0) throw commandFailed("go build", finished);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error("there is no go in PATH: the bench needs it, get it from https://go.dev/dl/");
  }
}
