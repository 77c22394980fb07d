import { basename, join } from "node:path";
import { build, DIST, ROOT } from "./binary.ts";
import { BuildError } from "./build_error.ts";
import { fingerprint } from "./fingerprint.ts";
import { gzip } from "./gzip.ts";
import { makeOnce } from "./make_once.ts";
import { manPages } from "./man/man_pages.ts";
import { replaceFile } from "./replace_file.ts";
import { sha256 } from "./sha256.ts";
import { archiveName, hostTarget, type Target } from "./targets.ts";
import { tar, type TarFile } from "./tar.ts";
import { zip } from "./zip.ts";

const LARGEST = 40e6;

/** That of the program, and those of what is in it. */
const LICENCES = ["LICENSE", "THIRD_PARTY_NOTICES"];

/**
 * Builds the plugin and packs it with LICENSE, as krew wants it, THIRD_PARTY_NOTICES and the manual,
 * unless dist/ has that archive.
 * @param imageDigest as for {@link build}
 * @returns the archive's path, dist/kubectl-apprepo-OS-ARCH.tar.gz, or .zip for Windows
 * @throws {BuildError} if it cannot be built, or is larger than 40 MB
 */
export async function archive(target?: Target, imageDigest = ""): Promise<string> {
  const binary = await build(target, imageDigest);
  const path = join(DIST, archiveName(target ?? hostTarget()));
  const data = await Deno.readFile(binary);
  const made = await fingerprint(ROOT, [...LICENCES, "src", "tools/build"], [await sha256(data)]);
  await makeOnce(path, made, async () => {
    // Said at once: while it compresses, no timer fires.
    console.error(`compressing ${basename(path)} …`);
    const files = [{ name: basename(binary), mode: 0o755, data }, ...await besides()];
    const bytes = path.endsWith(".zip") ? zip(files) : await gzip(tar(files));
    if (bytes.length > LARGEST) {
      throw new BuildError(`${path} has ${bytes.length} bytes, over 40 MB`);
    }
    await replaceFile(path, (temporary) => Deno.writeFile(temporary, bytes));
  });
  return path;
}

/**
 * Writes checksums.txt in the form that `sha256sum --check` reads.
 * @param sums the sha256 of each file, by its name
 */
export async function writeChecksums(
  sums: ReadonlyMap<string, string>,
  folder = DIST,
): Promise<void> {
  const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`);
  const path = join(folder, "checksums.txt");
  await replaceFile(path, (temporary) => Deno.writeTextFile(temporary, lines.join("")));
}

/** What every platform's archive has beside the program. */
async function besides(): Promise<TarFile[]> {
  const licences = await Promise.all(
    LICENCES.map(async (name): Promise<[string, Uint8Array]> => [
      name,
      await Deno.readFile(join(ROOT, name)),
    ]),
  );
  const manual = [...await manPages()].map(([name, text]): [string, Uint8Array] => [
    `man/${name}`,
    new TextEncoder().encode(text),
  ]);
  return [...licences, ...manual].map(([name, data]) => ({ name, mode: 0o644, data }));
}
