import type { AnswerBytes } from "./answer_bytes.ts";

/** Bytes of all the headers of an answer; net/http takes as many. */
const longestHead = 10 * 1_048_576;

export interface AnswerHead {
  readonly status: number;
  /** Whether the server speaks HTTP/1.1, where a connection is kept unless it says otherwise. */
  readonly isCurrent: boolean;
  readonly headers: Headers;
}

/**
 * The head of the final answer; `100 Continue` and its like before it are passed over.
 * Source: RFC 9112, 4 and 5; RFC 9110, 15.2.
 * @throws {Error} where it is no HTTP/1, too long or breaks off
 */
export async function readHead(bytes: AnswerBytes): Promise<AnswerHead> {
  for (;;) {
    const head = parseHead(await bytes.until("\r\n\r\n", longestHead));
    if (head.status >= 200 || head.status === 101) return head;
  }
}

/** @throws {Error} */
export function parseHead(text: string): AnswerHead {
  // A line that begins with a blank goes on with the one before.
  const [first = "", ...lines] = text.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const [, version, status] = /^HTTP\/1\.([01]) ([0-9]{3})(?: |$)/.exec(first) ?? [];
  if (status === undefined) throw new Error("invalid HTTP version or status line parsed");
  const headers = new Headers();
  for (const line of lines) {
    const [, name, value] = /^([^\s:]+)[ \t]*:[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
    if (name === undefined) throw new Error("invalid HTTP header parsed");
    headers.append(name, value ?? "");
  }
  return { status: Number(status), isCurrent: version === "1", headers };
}
