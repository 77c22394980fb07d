import { readPlainYaml } from "./plain_yaml.ts";

/**
 * Parses the first document of the text; empty text is null. JSON is YAML too.
 * @throws {YAMLException} whose `message` quotes the text; its `reason` does not
 */
export async function parseYaml(text: string): Promise<unknown> {
  if (text.startsWith("{")) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML's flow style begins with the same character.
    }
  }
  const plain = readPlainYaml(text);
  if (plain !== undefined) return plain;
  const { firstDocument } = await import("./yaml_library.ts");
  return firstDocument(text);
}
