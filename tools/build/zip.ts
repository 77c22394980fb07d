import { type ZippableFile, zipSync } from "fflate";
import type { TarFile } from "./tar.ts";

/** Not 1980, where zip's years begin: its fields are of local time, which this is everywhere. */
const MODIFIED = new Date(2000, 0, 1);
/** Who made it: Unix, whose permission bits are the upper half of the attributes. */
const UNIX = 3;

/** A zip archive of regular files, all of one age: the same files, the same bytes. */
export function zip(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ name, mode, data }) => {
    const attrs = ((0o100000 | mode) << 16) >>> 0;
    return [name, [data, { mtime: MODIFIED, os: UNIX, attrs }]] satisfies [string, ZippableFile];
  });
  return zipSync(Object.fromEntries(entries), { level: 6 });
}
