import { basename, join } from "node:path";
import { build, DIST, ROOT } from "./binary.ts";
import { BuildError } from "./build_error.ts";
import { fingerprint } from "./fingerprint.ts";
import { makeOnce } from "./make_once.ts";
import { replaceFile } from "./replace_file.ts";
import { sha256 } from "./sha256.ts";
import { archiveName, hostTarget, type Target } from "./targets.ts";
import { tar } from "./tar.ts";

const LARGEST = 40e6;

/**
 * Builds the plugin and packs it with LICENSE as krew wants it, unless dist/ has that archive.
 * @returns the archive's path, dist/kubectl-apprepo-OS-ARCH.tar.gz
 * @throws {BuildError} if it cannot be built, or is larger than 40 MB
 */
export async function archive(target?: Target): Promise<string> {
  const binary = await build(target);
  const path = join(DIST, archiveName(target ?? hostTarget()));
  const data = await Deno.readFile(binary);
  const made = await fingerprint(ROOT, ["LICENSE", "tools/build"], [await sha256(data)]);
  await makeOnce(path, made, async () => {
    // Said at once: while it compresses, no timer fires.
    console.error(`compressing ${basename(path)} …`);
    const license = await Deno.readFile(join(ROOT, "LICENSE"));
    const bytes = await gzip(tar([
      { name: basename(binary), mode: 0o755, data },
      { name: "LICENSE", mode: 0o644, data: license },
    ]));
    if (bytes.length > LARGEST) {
      throw new BuildError(`${path} has ${bytes.length} bytes, over 40 MB`);
    }
    await replaceFile(path, (temporary) => Deno.writeFile(temporary, bytes));
  });
  return path;
}

/**
 * Writes dist/checksums.txt in the form that `sha256sum --check` reads.
 * @param sums the sha256 of each archive, by its file name
 */
export async function writeChecksums(sums: ReadonlyMap<string, string>): Promise<void> {
  const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`);
  const path = join(DIST, "checksums.txt");
  await replaceFile(path, (temporary) => Deno.writeTextFile(temporary, lines.join("")));
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return await new Response(stream).bytes();
}
