import { Buffer } from "node:buffer";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../build/binary.ts";
import { BuildError } from "../build/build_error.ts";
import { commandFailed, finish } from "../build/command.ts";
import type { Component } from "./component.ts";

const LISTER = fileURLToPath(new URL("list_packages.ts", import.meta.url));

/** What is read of a package.json. */
interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * The npm packages that are bundled into the program, in the order of the alphabet.
 * @throws {BuildError} where one has no licence, or esbuild fails
 */
export async function bundledPackages(): Promise<Component[]> {
  const finished = await finish(Deno.execPath(), ["run", "--quiet", "--allow-all", LISTER]);
  if (finished.code !== 0) throw commandFailed("listing the bundled packages", finished);
  const lock = JSON.parse(await Deno.readTextFile(join(ROOT, "package-lock.json")));
  const folders: string[] = JSON.parse(finished.stdout);
  return await Promise.all(folders.map((path) => {
    return describe(join(ROOT, path), lock.packages[path].integrity);
  }));
}

async function describe(folder: string, integrity: string): Promise<Component> {
  const text = await Deno.readTextFile(join(folder, "package.json"));
  const { name, version, license }: PackageJson = JSON.parse(text);
  if (!isExpression(license)) {
    throw new BuildError(`the licence of ${folder} is no SPDX expression: ${license}`);
  }
  return {
    name,
    version,
    licence: license,
    text: await licenceIn(folder),
    // The @ of a scope is written %40.
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    home: `https://www.npmjs.com/package/${name}`,
    sha512: Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex"),
  };
}

/** Not `SEE LICENSE IN file`, which npm takes as well. Source: SPDX 2.3, annex D. */
function isExpression(licence: string): boolean {
  return /^\(*[A-Za-z0-9.+-]+\)*( (AND|OR|WITH) \(*[A-Za-z0-9.+-]+\)*)*$/.test(licence);
}

async function licenceIn(folder: string): Promise<string> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  const name = names.find((name) => /^licen[cs]e(\.\w+)?$/i.test(name));
  if (name === undefined) throw new BuildError(`${folder} has no licence`);
  return await Deno.readTextFile(join(folder, name));
}
