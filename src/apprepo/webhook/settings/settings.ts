/** What a sender of webhooks has to be told, in its own form. */

export interface Webhook {
  readonly url: string;
  /** The value of the Authorization header: `Bearer ` and the token, or a placeholder for it. */
  readonly authorization: string;
  /** A name for the webhook where the sender wants one; see `webhookLabel`. */
  readonly label: string;
}

export interface Settings {
  /** For people: what to do where, ready to be pasted; ends with a line break. */
  readonly text: string;
  /** The same for programs. */
  readonly parts: Readonly<Record<string, unknown>>;
}

export type Platform = (webhook: Webhook) => Settings;

/** Stands in for the token in settings without it. */
export const tokenPlaceholder = "<TOKEN>";

/** One word of a shell's command line. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A string that YAML 1.1 and 1.2 read as a string, on one line. */
export function yamlString(text: string): string {
  return JSON.stringify(text);
}

/** The token without `Bearer `. */
export function tokenOf({ authorization }: Webhook): string {
  return authorization.replace(/^Bearer /, "");
}

export function indentedJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
