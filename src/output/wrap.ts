/**
 * Lines of at most so many characters, unless a word is longer. Line breaks stay.
 * @param indent before each line, counted
 */
export function wrap(text: string, columns: number, indent = ""): string {
  return text.split("\n").map((line) => wrapLine(line, columns, indent)).join("\n");
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
