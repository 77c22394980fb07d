import { shellWord } from "./webhook/settings/settings.ts";

/** One word of a command line that is printed to be pasted: in quotes only where it takes them. */
export function commandWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellWord(text);
}
