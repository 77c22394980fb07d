/** The lines of a log, none of them endless. */

/** Characters: more than any line that says something. */
const longestLine = 65_536;

/**
 * Without their line breaks; the last may lack one. What is too much of a line is left out.
 * @param longest for tests
 */
export async function* logLines(
  bytes: AsyncIterable<Uint8Array>,
  longest = longestLine,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const some of bytes) {
    const [first = "", ...others] = decoder.decode(some, { stream: true }).split("\n");
    rest = limited(rest + first, longest);
    for (const line of others) {
      yield cutLine(rest, longest);
      rest = limited(line, longest);
    }
  }
  rest = limited(rest + decoder.decode(), longest);
  if (rest !== "") yield cutLine(rest, longest);
}

/** One character more tells that there was too much. */
function limited(text: string, longest: number): string {
  return text.slice(0, longest + 1);
}

/** Cuts between words: half of a URL may show half of its password. */
export function cutLine(line: string, longest = longestLine): string {
  if (line.length <= longest) return line;
  const kept = line.slice(0, longest);
  return `${kept.slice(0, kept.search(/\S*$/))}[cut]`;
}
