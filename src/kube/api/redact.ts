/** Takes secrets out of what is shown of requests and answers. */

const mask = "<masked>";

const secretHeaders = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie"]);

/** Keeps the scheme: `Bearer <masked>`. */
export function redactHeader(name: string, value: string): string {
  if (!secretHeaders.has(name.toLowerCase())) return redactText(value);
  const [, scheme = ""] = /^(Bearer|Basic|Negotiate) /i.exec(value) ?? [];
  return scheme === "" ? mask : `${scheme} ${mask}`;
}

/**
 * JSON keeps its shape: Secret data, tokens, passwords and the like are masked wherever they are.
 * What looks like JSON and is none is not shown at all.
 */
export function redactBody(body: string): string {
  if (!/^\s*[{[]/.test(body)) return redactText(body);
  try {
    return JSON.stringify(redactValue(JSON.parse(body)));
  } catch {
    return `[${body.length} characters that are not JSON]`;
  }
}

type Dict = Record<string, unknown>;

const secretFields = /(token|password|passwd|authorization|auth_header|secret|key-?data)$/i;
const secretVariables = /token|password|passwd|secret|credential|auth|key/i;

/** Of Secrets; an annotation may hold them once more, as text. */
const secretMaps = new Set(["data", "stringData", "annotations"]);

function redactValue(value: unknown, inSecret = false): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, inSecret));
  if (value === null || typeof value !== "object") return value;
  const object = value as Dict;
  const isSecret = inSecret || object.kind === "Secret" || object.kind === "SecretList";
  const isVariable = typeof object.name === "string" && secretVariables.test(object.name);
  return Object.fromEntries(
    Object.entries(object).map(([name, inner]) => {
      if (isSecret && secretMaps.has(name)) return [name, maskAll(inner)];
      const isText = typeof inner === "string" && inner !== "";
      if (isText && (secretFields.test(name) || (isVariable && name === "value"))) {
        return [name, mask];
      }
      if (isText && name === "address") return [name, redactAddress(inner, object.type)];
      return [name, redactValue(inner, isSecret)];
    }),
  );
}

/** The end of ours, in which nothing is secret. */
const refreshes = /\/apprepositories\/[^/?#\s]+\/refresh\s*$/;

/**
 * Of a webhook's target: to Slack, Teams and many others the path is the secret, to others the query;
 * of what is not known to be ours, scheme and host are left.
 */
function redactAddress(address: string, type: unknown): string {
  const text = redactText(address);
  const plain = text.replace(/\?.*$/s, `?${mask}`);
  if (type === undefined || refreshes.test(text.replace(/\?.*$/s, ""))) return plain;
  const [host = ""] = /^\w+:\/\/[^/?#\s]+\//.exec(plain) ?? [];
  return type === "http" ? host + mask : mask;
}

function maskAll(value: unknown): unknown {
  if (value === null || typeof value !== "object") return mask;
  return Object.fromEntries(Object.keys(value).map((name) => [name, mask]));
}

/** JSON Web Tokens, what follows `Bearer` or `Basic`, and passwords in URLs, in any text. */
function redactText(text: string): string {
  return text
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, mask)
    .replace(/\b(Bearer|Basic) +[\w.~+/=-]+/gi, `$1 ${mask}`)
    .replace(/(:\/\/)[^/\s:@"']*:[^/\s@"']*@/g, `$1${mask}@`);
}
