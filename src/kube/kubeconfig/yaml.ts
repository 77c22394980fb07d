import {
  boolYaml11Tag,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  loadAll,
  mapTag,
  NOT_RESOLVED,
  seqTag,
} from "js-yaml";
import { mergeKey, withMerges } from "./yaml_merges.ts";

/** What other tools' own tags begin with, such as `!!python/unicode`; they tell kubectl nothing. */
const prefixes = ["tag:yaml.org,2002:", "!", "tag:"];

const binary = defineScalarTag("tag:yaml.org,2002:binary", {
  identify: () => false,
  resolve(source) {
    try {
      const bytes = Uint8Array.from(atob(source.replace(/\s+/g, "")), (char) => char.charCodeAt(0));
      return new TextDecoder().decode(bytes);
    } catch {
      return NOT_RESOLVED;
    }
  },
});

const others = prefixes.flatMap((prefix) => [
  defineScalarTag(prefix, {
    matchByTagPrefix: true,
    identify: () => false,
    resolve: (source) => source,
  }),
  defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true, identify: () => false }),
  defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true, identify: () => false }),
]);

/** YAML as kubectl's parser reads it: `yes` and `y` are booleans, a later key wins. */
const schema = CORE_SCHEMA.withTags(boolYaml11Tag, binary, ...others);

/** An alias is a reference here, not a copy: so many cost nothing. */
const maxAliases = 1_000_000;

/**
 * Parses the first document of the text; empty text is null.
 * @throws {YAMLException} whose `message` quotes the text; its `reason` does not
 * @throws {Error} where a mapping is merged into itself
 */
export function parseYaml(text: string): unknown {
  if (text.startsWith("{")) {
    const value = parseJson(text);
    if (value !== undefined) return value;
  }
  const value = loadAll(text, { schema, json: true, maxAliases })[0] ?? null;
  return text.includes(mergeKey) ? withMerges(value) : value;
}

/** What follows the JSON is passed over, as kubectl does. @returns undefined for what is no JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const end = /after JSON at position ([0-9]+)/.exec((error as Error).message)?.[1];
    // Without it, YAML's flow style begins with the same character.
    return end === undefined ? undefined : JSON.parse(text.slice(0, Number(end)));
  }
}
