/**
 * Secrets that stand where a path belongs: the kubeconfig's text in KUBECONFIG, a key's base64 in
 * `client-key`, a token in `tokenFile`. The path is not shown then.
 */

/** Bytes of the longest path that Linux takes. */
const longestPath = 4_096;

/** Whether a path, or a list of them, is data: a kubeconfig's text, a PEM or its base64, a token. */
export function isText(paths: string): boolean {
  return /[\n\r{}]|-----BEGIN|LS0tLS1|\beyJ[\w-]+\.|\b(apiVersion|clusters|users): /.test(paths);
}

function isData(path: string): boolean {
  return path.length > longestPath || isText(path);
}

/** For errors: the path, unless it may be a secret. */
export function shownPath(path: string): string {
  return isData(path) ? "(data, where the path of a file belongs)" : path;
}

/** An error's words about that path, without it where it may be a secret. */
export function withShownPath(text: string, path: string): string {
  return isData(path) ? text.replaceAll(path, shownPath(path)) : text;
}
