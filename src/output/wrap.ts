/**
 * Lines of at most so many characters, unless a word is longer. Line breaks stay.
 * @param indent before each line, counted
 */
export function wrap(text: string, columns: number, indent = ""): string {
  return text.split("\n").map((line) => wrapLine(line, columns, indent)).join("\n");
}

/** Columns: the most that is comfortable to read. */
export const widest = 80;

/** With less room than this beside what it stands behind, a text is broken as if it had so much. */
export const leastRoom = 20;

/**
 * A text that begins in a column, and goes on below itself.
 * @param start what stands before it, in characters
 */
export function hang(text: string, start: number, columns: number): string {
  return wrap(text, Math.max(leastRoom, columns - start)).replaceAll(
    "\n",
    `\n${" ".repeat(start)}`,
  );
}

function wrapLine(text: string, columns: number, indent: string): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.length + word.length > columns && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join("\n");
}
