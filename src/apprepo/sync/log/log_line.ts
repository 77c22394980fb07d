/** What the loggers of Kubeapps' syncer put around a message: logrus up to 2.3, klog from 2.4 on. */

export interface LogLine {
  readonly message: string;
  readonly isError: boolean;
}

/** `E1122 22:00:00.123456       1 sync.go:173] ` */
const klog = /^([IWEF])\d{4} [\d:.]+\s+\d+ [^\s\]]+:\d+\] /;
/** `time="2022-01-05T10:00:00Z" level=fatal msg="…"` */
const logrus = /^time="[^"]*" level=(\w+) msg=(?:"((?:[^"\\]|\\.)*)"|(\S*))/;
/** How the syncer, and the cobra library under it, print what they end with. */
const plainError = /^error: /i;

export function logLine(line: string): LogLine {
  const [prefix, severity = ""] = klog.exec(line) ?? [];
  if (prefix !== undefined) {
    return { message: line.slice(prefix.length), isError: /[EF]/.test(severity) };
  }
  const [, level, quoted, bare = ""] = logrus.exec(line) ?? [];
  if (level !== undefined) {
    const message = quoted === undefined ? bare : unescaped(quoted);
    return { message, isError: /^(error|fatal|panic)$/.test(level) };
  }
  return { message: line.replace(plainError, ""), isError: plainError.test(line) };
}

/** As Go's strconv.Quote wrote it. */
function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => {
    return { n: "\n", t: "\t", r: "\r" }[character] ?? character;
  });
}
