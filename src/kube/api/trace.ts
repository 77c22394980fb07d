/** What `-v` shows of a request. Source: k8s.io/client-go/transport/round_trippers.go. */

import { redactBody, redactHeader } from "./redact.ts";
import type { Exchange } from "./session.ts";
import type { HeaderList } from "../transport/transport.ts";

/** Characters of a body that a level shows; from level 10 on, all. */
const longestBody: Readonly<Record<number, number>> = { 8: 1024, 9: 10_240 };

/**
 * Lines as kubectl's, without the time in front, each with its line break. 6: method, URL, status
 * and time; 7: the request's headers too; 8: the answer's, and the beginning of the bodies; 9: a
 * curl command line, and more of the bodies. Secrets are masked, in bodies too.
 * @returns nothing for a level below 6
 */
export function traceLines(exchange: Exchange, level: number): string {
  if (level < 6) return "";
  const { method, url, requestHeaders, answer } = exchange;
  const status = answer ? `${answer.code} ${phrases[answer.code] ?? ""}`.trimEnd() : "";
  const end = `${status} in ${Math.round(exchange.milliseconds)} milliseconds`;
  const lines: string[] = [];
  if (level >= 8) lines.push(...bodyLines("Request", exchange.requestBody, level));
  if (level === 7 || level === 8) {
    lines.push(`${method} ${url}`, "Request Headers:", ...headerLines(requestHeaders));
    lines.push(`Response Status: ${end}`);
  } else {
    if (level >= 9) lines.push(curl(exchange));
    lines.push(`${method} ${url} ${end}`);
  }
  if (level >= 8 && answer) {
    lines.push("Response Headers:", ...headerLines([...answer.headers]));
    lines.push(...bodyLines("Response", answer.body, level));
  }
  return lines.map((line) => `${line}\n`).join("");
}

function headerLines(headers: HeaderList): string[] {
  return headers.map(([name, value]) => `    ${canonical(name)}: ${redactHeader(name, value)}`);
}

function bodyLines(whose: string, body: string | undefined, level: number): string[] {
  const text = redactBody(body ?? "");
  const longest = longestBody[level] ?? Infinity;
  const rest = text.length - longest;
  return [
    `${whose} Body: ${rest > 0 ? `${text.slice(0, longest)} [truncated ${rest} chars]` : text}`,
  ];
}

function curl({ method, url, requestHeaders }: Exchange): string {
  const headers = requestHeaders.map(([name, value]) =>
    ` -H "${canonical(name)}: ${redactHeader(name, value)}"`
  );
  return `curl -v -X${method} ${headers.join("")} '${url}'`;
}

/** As in Go: `User-Agent`. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
}

const phrases: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  301: "Moved Permanently",
  302: "Found",
  307: "Temporary Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  415: "Unsupported Media Type",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
