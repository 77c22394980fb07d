/**
 * Secrets that stand where a path belongs: the kubeconfig's text in KUBECONFIG, a key's base64 in
 * `client-key`, a token in `tokenFile`. The path is not shown then.
 */

/** No name is longer on any system; a whole path seldom is. */
const longest = 255;

const texts = [
  // A kubeconfig as YAML and as JSON.
  /[\n\r]|\{\s*"|\b(?:apiVersion|clusters|users): /,
  /-----BEGIN/,
  // PEM, a kubeconfig and JSON in base64, as CI systems keep them; a token begins as the last.
  /(?:^|[/:;])\s*(?:LS0tLS1CRUdJTi|YXBpVmVyc2lvb|Y2x1c3RlcnM6|eyJ[\w-]{6})/,
  // Tokens of OpenShift and of kubeadm.
  /(?:^|\/)(?:sha256~|[a-z0-9]{6}\.[a-z0-9]{16}$)/,
];

/** Whether a path, or a list of them, is data: a kubeconfig's text, a PEM or its base64, a token. */
export function isText(paths: string): boolean {
  return texts.some((text) => text.test(paths));
}

function isData(path: string): boolean {
  return path.length > longest || isText(path);
}

/** For errors: the path, unless it may be a secret. */
export function shownPath(path: string): string {
  return isData(path) ? "(data, where the path of a file belongs)" : path;
}

/** An error's words about that path, without it where it may be a secret. */
export function withShownPath(text: string, path: string): string {
  return isData(path) ? text.replaceAll(path, shownPath(path)) : text;
}
