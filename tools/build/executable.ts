const ELF = 0x7f454c46;
const MACH_O_64 = 0xcffaedfe;
const ELF_MACHINES: Record<number, string> = { 0x3e: "linux-amd64", 0xb7: "linux-arm64" };
const MACH_O_CPUS: Record<number, string> = {
  0x01000007: "darwin-amd64",
  0x0100000c: "darwin-arm64",
};

/** The name of the target that an executable file is for, from its first 64 bytes or more. */
export function executableTarget(bytes: Uint8Array): string | undefined {
  if (bytes.length < 64) return undefined;
  const view = viewOf(bytes);
  const magic = view.getUint32(0);
  if (magic === ELF) return ELF_MACHINES[view.getUint16(18, true)];
  if (magic === MACH_O_64) return MACH_O_CPUS[view.getUint32(4, true)];
  return bytes[0] === 0x4d && bytes[1] === 0x5a ? "windows-amd64" : undefined;
}

/**
 * Where a 64-bit little-endian ELF file itself ends: its section header table is the last thing in
 * it, and what `deno compile` adds comes after that.
 */
export function elfEnd(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const tableStart = Number(view.getBigUint64(40, true));
  const entrySize = view.getUint16(58, true);
  const entries = view.getUint16(60, true);
  return tableStart + entrySize * entries;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
