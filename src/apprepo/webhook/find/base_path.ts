/**
 * What has to stand before the webhook's path so that a rule of an Ingress or route matches it: nothing
 * where the rule's path is the beginning of the webhook's, else the rule's own path, below which
 * Kubeapps is then served.
 *
 * @param path the rule's; characters of a regular expression and what follows them don't count
 * @param exact whether the rule matches this path only
 * @param refreshPath of the AppRepository
 * @returns undefined where the webhook can't come in by this rule
 */
export function basePath(path: string, exact: boolean, refreshPath: string): string | undefined {
  if (exact) return path === refreshPath ? "" : undefined;
  const literal = path.replace(/^\^/, "").replace(/(?:\.(?=[*+?{])|[*([{?+|^$\\]).*$/s, "");
  const whole = literal === path;
  const prefix = whole ? literal.replace(/\/+$/, "") : literal;
  if (prefix === "" || isBeginning(prefix, refreshPath, whole)) return "";
  // Of an API without the dashboard, and of the receiver's hooks; the webhook was never there.
  if (/^\/(apis|hook)(\/|$)/.test(prefix)) return undefined;
  return prefix.startsWith("/") ? prefix.replace(/\/+$/, "") : undefined;
}

/** Prefixes are of whole parts between slashes; a regular expression may stop anywhere. */
function isBeginning(prefix: string, path: string, whole: boolean): boolean {
  return whole ? `${path}/`.startsWith(`${prefix}/`) : path.startsWith(prefix);
}
