import { BuildError } from "../build_error.ts";
import { Pe } from "./pe.ts";

/** The section that `deno compile` adds for its resource, which holds the program. */
export const SECTION = ".pedata";

/**
 * Takes the program out of a Windows program that `deno compile` (editpe 0.1) made: what is left is
 * the denort that it was made from. `deno compile` would replace the program by itself, but leave
 * the size of the image in memory as it was with the old one.
 * @throws {BuildError} if it has no program, or is not built as editpe builds it
 */
export function cutPe(program: Uint8Array): Uint8Array<ArrayBuffer> {
  const { sections, header, imageSizeAt, resourcesAt } = new Pe(program);
  const added = sections.at(-1);
  if (added?.name !== SECTION || added.offset + added.length !== program.length) {
    throw new BuildError(`the Windows program does not end with a section ${SECTION}`);
  }
  const out = program.slice(0, added.offset);
  out.fill(0, added.at, added.at + 40);
  const { view } = new Pe(out);
  view.setUint16(header + 2, sections.length - 1, true);
  view.setUint32(imageSizeAt, added.address, true);
  view.setBigUint64(resourcesAt, 0n, true);
  return out;
}
