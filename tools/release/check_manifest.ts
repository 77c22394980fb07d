import { load } from "js-yaml";
import { PLUGIN_NAME, PROJECT_HOME } from "../../src/about.ts";
import { checkPlatform } from "./check_platform.ts";
import { FieldChecker, type Fields } from "./fields.ts";

const API_VERSION = "krew.googlecontainertools.github.com/v1alpha2";
const SEMVER = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const USAGE_EXAMPLE = new RegExp(`^\\s*\\$ |kubectl ${PLUGIN_NAME}`, "m");
const SHORT_DESCRIPTION_WIDTH = 50;
const WIDTH = 80;
const SPEC = ["version", "homepage", "shortDescription", "description", "caveats", "platforms"];

/**
 * Checks a krew manifest of this plugin by the rules of krew's validator and of krew-index's
 * reviewers. Stricter than krew, which ignores a field that it does not know: a misspelt one, and
 * what this plugin has no need of (matchExpressions, files), is a problem here.
 * @returns what is wrong, each with the path of its field; empty if nothing is
 */
export function checkManifest(text: string): string[] {
  const checker = new FieldChecker();
  try {
    checkRoot(checker, load(text));
  } catch (error) {
    return [`not YAML: ${(error as Error).message.split("\n")[0]}`];
  }
  checker.expect(
    text.endsWith("\n"),
    "the file",
    "must end with a line break, or no bot merges it",
  );
  return checker.problems;
}

function checkRoot(checker: FieldChecker, manifest: unknown): void {
  const root = checker.mapping(manifest, "", ["apiVersion", "kind", "metadata", "spec"]);
  checker.expect(root.apiVersion === API_VERSION, ".apiVersion", `must be ${API_VERSION}`);
  checker.expect(root.kind === "Plugin", ".kind", "must be Plugin");
  checkName(checker, checker.mapping(root.metadata, ".metadata", ["name"]).name);
  checkSpec(checker, checker.mapping(root.spec, ".spec", SPEC));
}

function checkName(checker: FieldChecker, value: unknown): void {
  const path = ".metadata.name";
  const name = checker.match(value, path, /^[a-z][a-z0-9-]*$/, "must be lower case and hyphens");
  checker.expect(name === PLUGIN_NAME, path, `must be ${PLUGIN_NAME}`);
  checker.expect(!/^kube(rnetes)?-/.test(name), path, "must not start with kube- or kubernetes-");
  checker.expect(!WINDOWS_DEVICE.test(name), path, "must not be the name of a Windows device");
}

function checkSpec(checker: FieldChecker, spec: Fields): void {
  const version = checker.match(spec.version, ".spec.version", SEMVER, "must be v and a semver");
  checker.expect(spec.homepage === PROJECT_HOME, ".spec.homepage", `must be ${PROJECT_HOME}`);
  checkShortDescription(checker, spec.shortDescription);
  checkDescription(checker, spec.description);
  if (spec.caveats !== undefined) checker.text(spec.caveats, ".spec.caveats");
  const platforms = Array.isArray(spec.platforms) ? spec.platforms : [];
  checker.expect(platforms.length > 0, ".spec.platforms", "must be a list of one or more");
  const pairs = platforms.map((platform, index) =>
    checkPlatform(checker, platform, `.spec.platforms[${index}]`, version)
  );
  for (const pair of new Set(pairs)) {
    const once = pairs.filter((other) => other === pair).length === 1;
    checker.expect(once, ".spec.platforms", `must have ${pair} only once`);
  }
}

function checkShortDescription(checker: FieldChecker, value: unknown): void {
  const path = ".spec.shortDescription";
  const text = checker.match(value, path, /^.*$/, "must be one line");
  const fits = text.length <= SHORT_DESCRIPTION_WIDTH;
  checker.expect(fits, path, `must have at most ${SHORT_DESCRIPTION_WIDTH} characters`);
}

function checkDescription(checker: FieldChecker, value: unknown): void {
  const path = ".spec.description";
  const text = checker.text(value, path);
  const wrapped = text.split("\n").every((line) => line.length <= WIDTH);
  checker.expect(wrapped, path, `must be wrapped at ${WIDTH} columns`);
  checker.expect(!USAGE_EXAMPLE.test(text), path, "must not have usage examples");
}
