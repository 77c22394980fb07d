import { BuildError } from "../build_error.ts";

const DOS_MAGIC = 0x5a4d;
const PE_MAGIC = 0x4550;
const PE32_PLUS = 0x20b;
/** IMAGE_DIRECTORY_ENTRY_RESOURCE */
const RESOURCES = 2;

export interface PeSection {
  /** Where its header stands in the file: 40 bytes. */
  readonly at: number;
  readonly name: string;
  /** Where it is mapped to, counted from the image's start. */
  readonly address: number;
  /** Where its data stands in the file. */
  readonly offset: number;
  readonly length: number;
}

/** A Windows program for 64 bits. */
export class Pe {
  readonly view: DataView;
  /** Where IMAGE_FILE_HEADER stands. */
  readonly header: number;
  /** Where IMAGE_OPTIONAL_HEADER64 stands. */
  readonly optional: number;
  readonly sections: readonly PeSection[];

  /** @throws {BuildError} if it is no such program */
  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = bytes.length < 64 ? 0 : this.view.getUint32(0x3c, true);
    this.header = start + 4;
    this.optional = this.header + 20;
    const known = bytes.length >= this.optional + 240 &&
      this.view.getUint16(0, true) === DOS_MAGIC &&
      this.view.getUint32(start, true) === PE_MAGIC &&
      this.view.getUint16(this.optional, true) === PE32_PLUS;
    if (!known) throw new BuildError("not a Windows program for 64 bits");
    this.sections = this.#readSections();
  }

  /** Where the size of the image in memory stands. */
  get imageSizeAt(): number {
    return this.optional + 56;
  }

  /** Where address and size of the resources stand. */
  get resourcesAt(): number {
    return this.optional + 112 + 8 * RESOURCES;
  }

  #readSections(): PeSection[] {
    const { view, bytes } = this;
    const table = this.optional + view.getUint16(this.header + 16, true);
    const count = view.getUint16(this.header + 2, true);
    if (table + 40 * count > bytes.length) throw new BuildError("the Windows program is cut off");
    return Array.from({ length: count }, (_, index) => {
      const at = table + 40 * index;
      const [name = ""] = new TextDecoder().decode(bytes.subarray(at, at + 8)).split("\0");
      const [address, length, offset] = [12, 16, 20].map((field) =>
        view.getUint32(at + field, true)
      ) as [number, number, number];
      return { at, name, address, offset, length };
    });
  }
}
