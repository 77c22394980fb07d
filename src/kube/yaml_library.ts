import { boolYaml11Tag, CORE_SCHEMA, loadAll, mergeTag } from "js-yaml";

/** YAML as kubectl's parser reads it: `yes` and `y` are booleans, `<<` merges, a later key wins. */
const schema = CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag);

/**
 * The first document of the text, null where there is none.
 * @throws {YAMLException} whose `message` quotes the text; its `reason` does not
 */
export function firstDocument(text: string): unknown {
  return loadAll(text, { schema, json: true, maxAliases: 1_000 })[0] ?? null;
}
