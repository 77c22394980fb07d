import { renderTemplate } from "./template.ts";

/**
 * Renders the krew manifest of a release, leaving out the platforms that have no archive.
 * @param template the text of .krew.yaml
 * @param tag `v` and the version
 * @param sums the sha256 of each archive, by its file name
 */
export function pluginManifest(
  template: string,
  tag: string,
  sums: ReadonlyMap<string, string>,
): string {
  const [head = "", ...platforms] = template.split(/^(?= {2}- selector:)/m);
  const built = platforms.filter((block) => [...sums.keys()].some((name) => block.includes(name)));
  return renderTemplate(head + built.join(""), tag, (uri) => {
    const name = uri.slice(uri.lastIndexOf("/") + 1);
    const sum = sums.get(name);
    if (sum === undefined) throw new Error(`there is no archive ${name}`);
    return sum;
  });
}
