import {
  boolYaml11Tag,
  constructFromEvents,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  mapTag,
  NOT_RESOLVED,
  parseEvents,
  type Schema,
  seqTag,
  YAMLException,
} from "js-yaml";

/** A few lines of merges within merges would make millions. */
const mostMergedKeys = 10_000;

/**
 * Parses the first document of the text as kubectl's parser does: `yes` and `y` are booleans, a
 * later key wins, and what `<<` brings wins over the keys above it; tags that mean nothing to it
 * are passed over, and so is whatever follows the first document. Empty text is null.
 * Source: sigs.k8s.io/yaml/goyaml.v2, decode.go and resolve.go.
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
  const source = firstDocument(text);
  // An alias leads to the value itself, not to a copy: any number of them costs nothing.
  return constructFromEvents(eventsOf(source), { source, schema: schema(), json: true })[0] ?? null;
}

/** Up to the `---` or `...` that ends it. */
function firstDocument(text: string): string {
  const begin = /^\uFEFF?(?:(?:[ \t]*(?:#.*)?|%.*)\r?\n)*(?:---(?=\s))?/.exec(text)![0].length;
  const end = /^(?:---|\.\.\.)(?=\s|$)/m.exec(text.slice(begin))?.index;
  return end === undefined ? text : text.slice(0, begin + end);
}

function eventsOf(source: string) {
  try {
    return parseEvents(source, {});
  } catch (error) {
    const isBehind = error instanceof YAMLException &&
      error.reason === "end of the stream or a document separator is expected";
    const document = isBehind ? source.slice(0, error.mark?.position) : "";
    // What a tool said behind its JSON is not looked at.
    if (!/[}\]]\s*$/.test(document)) throw error;
    return parseEvents(document, {});
  }
}

type Mapping = Record<string, unknown>;

/** One for each text, since it counts what is merged. */
function schema(): Schema {
  let merged = 0;

  function mergeInto(target: Mapping, source: unknown): string {
    if (source === null || typeof source !== "object" || Array.isArray(source)) {
      return "map merge requires map or sequence of maps as the value";
    }
    for (const [key, value] of Object.entries(source)) {
      if (++merged > mostMergedKeys) return `more than ${mostMergedKeys} keys are merged by "<<"`;
      mapTag.addPair(target, key, value);
    }
    return "";
  }
  function mergeAll(target: Mapping, sources: readonly unknown[]): string {
    // Of several, the first that has a key wins.
    for (const source of sources.toReversed()) {
      const fault = mergeInto(target, source);
      if (fault) return fault;
    }
    return "";
  }
  const map = {
    ...mapTag,
    // As in Go, what contains itself is refused: js-yaml does where there is a last step to wait for.
    finalize: (mapping: Mapping) => mapping,
    addPair: (target: Mapping, key: unknown, value: unknown) =>
      key === "<<"
        ? Array.isArray(value) ? mergeAll(target, value) : mergeInto(target, value)
        : mapTag.addPair(target, key, value),
  };
  const sequence = { ...seqTag, finalize: (items: unknown[]) => items };
  return CORE_SCHEMA.withTags(
    boolYaml11Tag,
    binaryTag,
    otherScalarTag,
    defineMappingTag(mapTag.tagName, map),
    defineMappingTag("", { ...map, matchByTagPrefix: true }),
    defineSequenceTag(seqTag.tagName, sequence),
    defineSequenceTag("", { ...sequence, matchByTagPrefix: true }),
  );
}

/** Text, as in Go, where a string may hold any bytes. */
const binaryTag = defineScalarTag("tag:yaml.org,2002:binary", {
  resolve(source) {
    try {
      return new TextDecoder().decode(Uint8Array.fromBase64(source));
    } catch {
      return NOT_RESOLVED;
    }
  },
  identify: () => false,
});

/** Such as `!!python/unicode` and `!Ref`: the text without it. */
const otherScalarTag = defineScalarTag("", {
  matchByTagPrefix: true,
  resolve: (source) => source,
  identify: () => false,
});
