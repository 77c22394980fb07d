const BLOCK = 512;
/** Not 1970: GNU tar warns of an implausibly old time. */
const MODIFIED = Date.UTC(2000, 0, 1) / 1000;

/** A regular file for an archive; its name is at most 100 bytes of ASCII. */
export interface TarFile {
  readonly name: string;
  /** Permission bits, 0o755 say. */
  readonly mode: number;
  readonly data: Uint8Array;
}

/** A ustar archive of regular files, owned by root and all of one age: the same files, the same bytes. */
export function tar(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const sizes = files.map(({ data }) => BLOCK + Math.ceil(data.length / BLOCK) * BLOCK);
  const archive = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0) + 2 * BLOCK);
  let at = 0;
  files.forEach((file, index) => {
    archive.set(header(file), at);
    archive.set(file.data, at + BLOCK);
    at += sizes[index]!;
  });
  return archive;
}

function header({ name, mode, data }: TarFile): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number) =>
    void new TextEncoder().encodeInto(text, block.subarray(at));
  put(name, 0);
  put(octal(mode, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(data.length, 12), 124);
  put(octal(MODIFIED, 12), 136);
  put(" ".repeat(8), 148);
  put("0", 156);
  put("ustar\x0000", 257);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  put(`${octal(checksum, 7)} `, 148);
  return block;
}

/** The number in octal digits, with a NUL at the end of a field of that width. */
function octal(value: number, width: number): string {
  return value.toString(8).padStart(width - 1, "0") + "\0";
}
