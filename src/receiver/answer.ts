/** What a request is answered with. */

export interface Answer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly retryAfterSeconds?: number;
}

const encoder = new TextEncoder();

export function jsonAnswer(
  code: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    code,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: encoder.encode(`${JSON.stringify(value)}\n`),
  };
}

export function textAnswer(
  code: number,
  text: string,
  type = "text/plain; charset=utf-8",
): Answer {
  return { code, headers: { "content-type": type }, body: encoder.encode(text) };
}

/**
 * A refusal: one JSON Status, as the API server itself refuses.
 * @param message for whoever reads it in the log of his registry's job
 */
export function refusal(
  code: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  details?: StatusDetails,
): Answer {
  const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure" };
  return jsonAnswer(code, { ...status, message, reason, details, code }, headers);
}
