import type { Shown } from "./frames.ts";

export interface Picture {
  readonly title: string;
  /** What happens, for who can't see it. */
  readonly description: string;
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds after which it begins again. */
  readonly length: number;
}

/** Pixels. */
const [charWidth, lineHeight, fontSize, margin] = [8.4, 18, 14, 14];

/** The terminal's sixteen, as far as the program uses them, on a dark ground. */
const colours: Readonly<Record<string, string>> = {
  "31": "red",
  "32": "green",
  "33": "yellow",
  "36": "cyan",
};

/**
 * An animated SVG of a terminal, whose text is text; without script, so that it plays in a README.
 * Who asked their system for less motion sees the end.
 */
export function svg(lines: readonly Shown[], picture: Picture): string {
  const { title, description, columns, rows, length } = picture;
  const [width, height] = [columns * charWidth + 2 * margin, rows * lineHeight + 2 * margin];
  const texts = lines.map((line, index) => text(line, index));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d">
<title id="t">${escape(title)}</title>
<desc id="d">${escape(description)}</desc>
<style>
text { font: ${fontSize}px ui-monospace, "SF Mono", Menlo, Consolas, monospace; fill: #d7dae0; white-space: pre; visibility: hidden }
.red { fill: #f47067 } .green { fill: #6bc46d } .yellow { fill: #daaa3f } .cyan { fill: #56d4dd } .bold { font-weight: bold }
${lines.map((line, index) => animation(line, index, length)).join("\n")}
@media (prefers-reduced-motion) { text { animation: none !important } .last { visibility: visible } }
</style>
<rect width="${width}" height="${height}" rx="8" fill="#1c2128"/>
${texts.join("\n")}
</svg>
`;

  function text({ row, text, until }: Shown, index: number): string {
    const last = until >= length ? ` class="l${index} last"` : ` class="l${index}"`;
    const y = margin + (row + 0.75) * lineHeight;
    return `<text x="${margin}" y="${y}"${last}>${spans(text)}</text>`;
  }
}

function animation({ from, until }: Shown, index: number, length: number): string {
  const percent = (at: number) => `${(Math.min(at / length, 1) * 100).toFixed(2)}%`;
  const end = until >= length ? "" : ` ${percent(until)} { visibility: hidden }`;
  return `.l${index} { animation: k${index} ${length}ms step-end infinite } @keyframes k${index} { ${
    percent(from)
  } { visibility: visible }${end} }`;
}

/** The codes of colours become classes. */
function spans(line: string): string {
  // deno-lint-ignore no-control-regex -- the codes are what this is about
  const parts = line.split(/\x1b\[([\d;]*)m/);
  let names: string[] = [];
  return parts.map((part, at) => {
    if (at % 2 === 0) {
      if (names.length === 0) return escape(part);
      return `<tspan class="${names.join(" ")}">${escape(part)}</tspan>`;
    }
    for (const code of part.split(";")) {
      if (code === "" || code === "0") names = [];
      else if (code === "1") names = [...names, "bold"];
      else if (code === "39") names = names.filter((name) => name === "bold");
      else if (colours[code]) names = [...names.filter((name) => name === "bold"), colours[code]];
    }
    return "";
  }).join("");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
