import { boolYaml11Tag, CORE_SCHEMA, loadAll, mergeTag } from "js-yaml";

/** YAML as kubectl's parser reads it: `yes` and `y` are booleans, `<<` merges, a later key wins. */
const schema = CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag);

/**
 * Parses the first document of the text; empty text is null.
 * @throws {YAMLException} whose `message` quotes the text; its `reason` does not
 */
export function parseYaml(text: string): unknown {
  if (text.startsWith("{")) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML's flow style begins with the same character.
    }
  }
  return loadAll(text, { schema, json: true, maxAliases: 1_000 })[0] ?? null;
}
