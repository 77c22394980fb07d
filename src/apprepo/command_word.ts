import { shellWord } from "./webhook/settings/settings.ts";

/** One word of a command line that is printed to be pasted: in quotes only where it takes them. */
export function commandWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellWord(text);
}

/** How a command is told the name that Kubeapps has for the cluster; nothing for the usual one. */
export function clusterNameWords(cluster: string): string[] {
  return cluster === "default" ? [] : [`--cluster-name ${commandWord(cluster)}`];
}
