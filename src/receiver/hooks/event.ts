/** What a delivery says happened. */

export interface HookEvent {
  /** Whether a chart may have come, changed or gone; in doubt it may. */
  readonly asks: boolean;
  /** What it is about, as the sender names it: repositories, packages. */
  readonly names: readonly string[];
}

export type ReadEvent = (headers: ReadonlyMap<string, string>, payload: unknown) => HookEvent;

/** @returns the text at that place of a JSON value; undefined where there is none */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === "string" ? found : undefined;
}

export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

/** Characters: no registry has longer names, and patterns take as long as the name is. */
const longestName = 512;

/** The texts that are there and may be names, each once. */
export function named(...names: readonly (string | undefined)[]): string[] {
  const texts = names.filter((name) => name !== undefined);
  return [...new Set(texts)].filter(({ length }) => length > 0 && length <= longestName);
}

/** Whether a word is one of those that ask; a word that is not there is a doubt. */
export function isOneOf(word: string | undefined, ...asking: readonly string[]): boolean {
  return word === undefined || asking.includes(word.toLowerCase());
}

/** Configurations of container images. Sources: OCI image-spec, media-types; distribution, manifest v2 schema 2. */
const imageConfigs = [
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
];

/** Whether what was pushed is known to be a container image, and so no chart. */
export function isImage(configType: string | undefined): boolean {
  return configType !== undefined && imageConfigs.includes(configType);
}
