/** Keeps secrets out of what is shown of a sync's log: its lines quote URLs and headers. */

const hidden = "***";

/** The part of a URL before the `@`, up to the last one: passwords hold what should be escaped. */
const userinfo = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#"'<>]*)@/gi;

/**
 * `Authorization: Bearer x`, `"Authorization": ["Basic x"]`, `Authorization:[Bearer x]`: all that
 * follows, up to where the header ends.
 */
const authorization =
  /((?:proxy-)?authorization\\?["']?\s*[:=]\s*\[?\\?["']?)([^"'\\\],;}\r\n]+)/gi;

/** What is sent with these words alone, such as in `token Bearer x`. */
const scheme = /\b(bearer|basic)\s+[a-z0-9._~+/-]{8,}=*/gi;

/** Parameters of a URL that let somebody in. */
const parameter =
  /([?&](?:[a-z0-9_-]*(?:token|signature|password|passwd|secret|credential|api[-_]?key)|sig|auth|pwd)=)[^&\s"'<>#]+/gi;

/** The line with `***` in the place of passwords, tokens and the values of Authorization headers. */
export function maskSecrets(line: string): string {
  const isPlain = !line.includes("@");
  const masked = isPlain ? line : line.replace(userinfo, (_, start: string, info: string) => {
    return `${start}${maskUser(info)}@`;
  });
  return masked
    .replace(authorization, `$1${hidden}`)
    .replace(scheme, `$1 ${hidden}`)
    .replace(parameter, `$1${hidden}`);
}

/** Without a password, what stands there is as likely a token as a name. */
function maskUser(info: string): string {
  const colon = info.indexOf(":");
  return colon <= 0 ? hidden : `${info.slice(0, colon)}:${hidden}`;
}
