import { BuildError } from "../build_error.ts";

/** <mach-o/loader.h>: the commands that say where something is in the file. */
export const LC = {
  symtab: 0x2,
  dysymtab: 0xb,
  segment64: 0x19,
  codeSignature: 0x1d,
  segmentSplitInfo: 0x1e,
  dyldInfo: 0x22,
  functionStarts: 0x26,
  dataInCode: 0x29,
  dylibCodeSignDrs: 0x2b,
  linkerOptimizationHint: 0x2e,
  atomInfo: 0x36,
  dyldInfoOnly: 0x80000022,
  dyldExportsTrie: 0x80000033,
  dyldChainedFixups: 0x80000034,
} as const;

const MAGIC_64 = 0xfeedfacf;
const CPU_ARM64 = 0x0100000c;
const HEADER = 32;
const SEGMENT = 72;

export interface LoadCommand {
  readonly type: number;
  /** Where it stands in the file. */
  readonly at: number;
  /** Bytes that it takes there. */
  readonly size: number;
}

/** An LC_SEGMENT_64: a stretch of the file, and the memory that it is mapped to. */
export interface Segment extends LoadCommand {
  readonly name: string;
  readonly address: number;
  readonly memory: number;
  readonly offset: number;
  readonly length: number;
}

/** A 64-bit little-endian Mach-O file, its load commands parsed. */
export class MachO {
  readonly view: DataView;
  readonly commands: readonly LoadCommand[];
  /** Where the load commands end. */
  readonly commandsEnd: number;

  /** @throws {BuildError} if it is no such file, or its load commands do not fit in it */
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER || this.view.getUint32(0, true) !== MAGIC_64) {
      throw new BuildError("not a 64-bit Mach-O file");
    }
    this.commandsEnd = HEADER + this.view.getUint32(20, true);
    this.commands = this.#readCommands();
  }

  get isArm64(): boolean {
    return this.view.getUint32(4, true) === CPU_ARM64;
  }

  get segments(): Segment[] {
    return this.commands.filter(({ type }) => type === LC.segment64).map((command) => {
      const at = (field: number) => Number(this.view.getBigUint64(command.at + field, true));
      const name = this.text(command.at + 8, 16);
      return { ...command, name, address: at(24), memory: at(32), offset: at(40), length: at(48) };
    });
  }

  segment(name: string): Segment | undefined {
    return this.segments.find((segment) => segment.name === name);
  }

  /** @throws {BuildError} if there is none */
  requiredSegment(name: string): Segment {
    const found = this.segment(name);
    if (found) return found;
    throw new BuildError(`the Mach-O file has no segment ${name}`);
  }

  command(type: number): LoadCommand | undefined {
    return this.commands.find((command) => command.type === type);
  }

  /** The text in a field that NUL bytes fill up. */
  text(at: number, width: number): string {
    const [text = ""] = new TextDecoder().decode(this.bytes.subarray(at, at + width)).split("\0");
    return text;
  }

  #readCommands(): LoadCommand[] {
    const commands: LoadCommand[] = [];
    let at = HEADER;
    for (let left = this.view.getUint32(16, true); left > 0; left--) {
      if (at + 8 > this.bytes.length) throw new BuildError("the Mach-O file is cut off");
      const [type, size] = [this.view.getUint32(at, true), this.view.getUint32(at + 4, true)];
      const least = type === LC.segment64 ? SEGMENT : 8;
      if (size < least || at + size > Math.min(this.commandsEnd, this.bytes.length)) {
        throw new BuildError(`the Mach-O file has a load command of ${size} bytes at ${at}`);
      }
      commands.push({ type, at, size });
      at += size;
    }
    if (at === this.commandsEnd) return commands;
    throw new BuildError("the Mach-O file's load commands do not end where its header says");
  }
}
