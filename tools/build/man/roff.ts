/** The man macros that the manual is made of. Source: groff_man(7). */

/** Text as it is: no line begins a macro, and hyphens can be searched for and copied. */
export function plain(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^(?=[.'])/gm, "\\&");
}

export function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`;
}

export function italic(text: string): string {
  return `\\fI${plain(text)}\\fR`;
}

/** The first line of a page of section 1. */
export function heading(title: string, source: string): string {
  return `.TH "${plain(title)}" 1 "" "${plain(source)}"\n`;
}

export function section(title: string, content: string): string {
  return `.SH "${plain(title)}"\n${content}`;
}

/** @param text in roff already */
export function paragraph(text: string): string {
  return `.PP\n${text}\n`;
}

/** Terms, each with what it means below it. @param rows in roff already */
export function list(rows: readonly (readonly [term: string, meaning: string])[]): string {
  return rows.map(([term, meaning]) => `.TP\n${term}\n${meaning}\n`).join("");
}

/** A command line, its breaks kept. */
export function example(line: string): string {
  return `.RS 4\n.nf\n${plain(line)}\n.fi\n.RE\n`;
}
