/** One line of asset-syncer's log: klog's form since Kubeapps 2.4, logrus' before, or none. */

export interface LogLine {
  /** `info` where the line has no form. */
  readonly level: "info" | "error" | "fatal";
  /** Without what the logger puts before it. */
  readonly message: string;
  /** logrus' fields, such as `name`. */
  readonly fields: Readonly<Record<string, string>>;
}

const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d(?:\.\d+)?\s+\d+ [^\s\]]+\] /;
const logrus = /^time=(?:"[^"]*"|\S+) level=\w+ msg=/;
const field = /([\w.]+)=("(?:[^"\\]|\\.)*"|\S*)/g;

export function parseLogLine(line: string): LogLine {
  const [prefix, letter] = klog.exec(line) ?? [];
  if (prefix) {
    const level = letter === "F" ? "fatal" : letter === "E" ? "error" : "info";
    return { level, message: line.slice(prefix.length), fields: {} };
  }
  if (logrus.test(line)) return parseLogrus(line);
  // What cobra and Go's runtime say at the end.
  const isEnd = /^(?:error:|panic:|fatal error:)/i.test(line);
  return { level: isEnd ? "fatal" : "info", message: line, fields: {} };
}

function parseLogrus(line: string): LogLine {
  const pairs = [...line.matchAll(field)].map(([, name, value]) => [name, unquoted(value!)]);
  const { level, msg = "", ...fields } = Object.fromEntries(pairs);
  return {
    level: level === "fatal" || level === "panic" ? "fatal" : level === "error" ? level : "info",
    message: msg,
    fields,
  };
}

/** Go's escapes of one character; the others stay as they are. */
function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.slice(1, -1).replace(
    /\\([nrt"\\])/g,
    (_, letter: string) => ({ n: "\n", r: "\r", t: "\t" })[letter] ?? letter,
  );
}
