// The rights that docs/rbac.md lists, so that none of them stands there untested.

/** Under a heading; such as `list jobs` or `get pods/log`, in the order of the table. */
export async function documentedRights(heading: string, table = 0): Promise<string[]> {
  const path = new URL("../../../docs/rbac.md", import.meta.url);
  const text = await Deno.readTextFile(path);
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split(/\n\n+/).filter((part) => part.startsWith("|"))[table] ?? "";
  return rows.split("\n").slice(2).map((row) => {
    const [, verbs = ""] = row.split("|");
    const words = [...verbs.replace(/\(.*\)/, "").matchAll(/`([^`]+)`/g)].map(([, word]) => word);
    return words.join(" ").replace(".kubeapps.com", "");
  });
}
