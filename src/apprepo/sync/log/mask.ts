/**
 * Takes secrets out of a line of a sync's log. Kubeapps prints what it was configured with, the
 * repository's Authorization header among it, and Go prints URLs as they were typed.
 */

const mask = "***";

/** @param line without its line break; of one that was cut, the last word may be half a secret */
export function maskSecrets(line: string): string {
  return maskUrls(line)
    .replace(namedSecret, (_, name: string, value: string) => name + maskValue(value))
    .replace(secretParameter, `$1$2${mask}`)
    .replace(schemeAndSecret, `$1 ${mask}`)
    .replace(/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, mask);
}

const secretNames =
  "(?:proxy-)?authorization(?:[-_]?header)?|docker_?config_?json|x-registry-auth|cookie";
const forms = [
  /"(?:[^"\\]|\\.)*"/,
  /\\".*?(?<!\\)\\"/,
  /\[[^\]]*\]/,
  /'[^']*'/,
  // To the next field, as Go prints a struct, or to the end.
  /.+?(?= [A-Z][\w-]*:|$)/,
];

/** In headers, JSON, Go's `%v` and `%#v`, quoted once more or not. */
const namedSecret = new RegExp(
  String.raw`\b((?:${secretNames})\\{0,3}["']?\s{0,4}[:=]\s{0,4})(${
    forms.map(({ source }) => source).join("|")
  })`,
  "gi",
);

/** Leaves what stands around the secret, and the scheme: `["Bearer ***"]`. */
function maskValue(value: string): string {
  const opening = /^[\s["'\\{]*/.exec(value)![0];
  if (opening === value || /^["'\\\]]+$/.test(value.slice(opening.length))) return value;
  const closing = /[\]"'\\})]*$/.exec(value)![0];
  const scheme = /^(?:bearer|basic|digest|negotiate|token) /i.exec(value.slice(opening.length));
  return `${opening}${scheme?.[0] ?? ""}${mask}${closing}`;
}

/** Of a URL's query, a connection string or an object in JSON. */
const secretParameter =
  /((?:^|[\s?&;,"'({[]|\\u0026|\\")(?:[\w.-]{0,40}(?:password|passwd|pwd|token|secret|signature|credential|api[-_]?key)|sig|auth|key)\\{0,3}["']?(?:=|:(?!\/\/)\s?))((?:\\{0,3}["'])?)[^\s&"'\\#<>,}]+/gi;

/** Not the words of prose: `Basic authentication`, `Bearer realm="…"`. */
const schemeAndSecret = /\b(Bearer|Basic) +(?!realm=|[a-z]+\b(?![\w.~+/=-]))[\w.~+/=-]{6,}/gi;

function maskUrls(line: string): string {
  if (!/:\/\/|%3A%2F%2F/i.test(line)) return line;
  return line
    .replace(/(%3A%2F%2F)(?:(?!%40|%2F)[^\s&"'])+(?=%40)/gi, `$1${mask}`)
    // Go puts a URL that it can't read into quotes: spaces in a password are the reason.
    .replace(/(parse \\?"[^"]*?:\/\/)([^"]*)@/g, (_, start, user) => `${start}${maskUser(user)}@`)
    .replace(/invalid port \\?":[^"\s]*"/g, `invalid port ":${mask}"`)
    .split(/(?<=:\/\/)/)
    .map((part, at) => at === 0 ? part : maskUserOf(part))
    .join("");
}

/** @param rest what follows `://`, up to the next one */
function maskUserOf(rest: string): string {
  const word = /^\S*?(?=["'`]?[,;:)}\]>]*(?:\s|$)|["'][,:}\]])/.exec(rest)![0];
  const authority = /^[^/?#\\]*/.exec(word)![0];
  // What looks like a port and is none is a password with a character that ought to be escaped.
  const isWhole = authority.includes("@") || /^[^:]*(?::\d*)?$|^\[/.test(authority);
  const at = (isWhole ? authority : word).lastIndexOf("@");
  return at < 0 ? rest : `${maskUser(rest.slice(0, at))}${rest.slice(at)}`;
}

/** A token stands for the user in `https://token@host` and in GitHub's `https://token:x-oauth-basic@host`. */
function maskUser(user: string): string {
  const colon = user.indexOf(":");
  const password = colon < 0 ? "" : user.slice(colon + 1);
  if (password === "" || password === "x-oauth-basic") {
    return mask + user.slice(colon < 0 ? user.length : colon);
  }
  return `${user.slice(0, colon)}:${mask}`;
}
