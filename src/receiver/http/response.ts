import type { Answer } from "../answer.ts";

const encoder = new TextEncoder();

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  202: "Accepted",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  417: "Expectation Failed",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

export const continueLine = encoder.encode("HTTP/1.1 100 Continue\r\n\r\n");

/** The bytes of a response's head. */
export function responseHead({ code, headers, body }: Answer, keepAlive: boolean, date: Date) {
  const lines = [
    `HTTP/1.1 ${code} ${reasons[code] ?? "Status"}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    `date: ${date.toUTCString()}`,
    `connection: ${keepAlive ? "keep-alive" : "close"}`,
  ];
  return encoder.encode(`${lines.join("\r\n")}\r\n\r\n`);
}
