import assert from "node:assert/strict";
import { checkManifest } from "../../../tools/release/check_manifest.ts";
import { renderTemplate } from "../../../tools/release/template.ts";
import { archiveName, TARGETS } from "../../../tools/build/targets.ts";

const TEMPLATE = await Deno.readTextFile(new URL("../../../.krew.yaml", import.meta.url));
const SUM = "0123456789abcdef".repeat(4);
const GOOD = renderTemplate(TEMPLATE, "v1.2.3", () => SUM);

Deno.test(".krew.yaml renders to a manifest without a problem", () => {
  assert.deepEqual(checkManifest(GOOD), []);
});

Deno.test(".krew.yaml asks for the archive of every target, and for no other file", () => {
  const asked: string[] = [];
  renderTemplate(TEMPLATE, "v1.2.3", (uri) => {
    asked.push(uri.slice(uri.lastIndexOf("/") + 1));
    return SUM;
  });
  assert.deepEqual(asked, TARGETS.map(archiveName));
});

/** What is changed in the good manifest, to what, and the problem that must be found. */
const BAD: [from: string | RegExp, to: string, problem: RegExp][] = [
  ["v1alpha2", "v1alpha1", /^\.apiVersion: must be krew/],
  ["kind: Plugin", "kind: Plug", /^\.kind: must be Plugin$/],
  ["kind: Plugin", "kind: Plugin\nkind: Plugin", /^not YAML: /],
  [/^metadata:\n.*\n/m, "", /^\.metadata: must be a mapping$/],
  ["name: apprepo", "name: app_repo", /^\.metadata\.name: must be lower case and hyphens/],
  ["name: apprepo", "name: kube-apprepo", /^\.metadata\.name: must be apprepo$/],
  ["name: apprepo", "name: kube-apprepo", /^\.metadata\.name: must not start with kube-/],
  ["name: apprepo", "name: con", /^\.metadata\.name: .*Windows device$/],
  ["name: apprepo", "name: apprepo\n  labels: {}", /^\.metadata\.labels: is not a known field$/],
  ["version: v1.2.3", "version: 1.2.3", /^\.spec\.version: must be v and a semver, not "1.2.3"$/],
  ["version: v1.2.3", "version: v1.2", /^\.spec\.version: must be v and a semver/],
  [/homepage: .*/, "homepage: https://example.com", /^\.spec\.homepage: must be https:/],
  [/homepage:/, "homePage:", /^\.spec\.homePage: is not a known field$/],
  [/shortDescription: .*/, 'shortDescription: ""', /^\.spec\.shortDescription: must be a text/],
  [/shortDescription: .*/, 'shortDescription: "a\\nb"', /shortDescription: must be one line/],
  [/shortDescription: /, "$&Easily and quickly ", /shortDescription: must have at most 50/],
  [/description: \|\n/, "$&    $ kubectl get pods\n", /description: must not have usage examples$/],
  [/description: \|\n/, "$&    Run kubectl apprepo refresh\n", /must not have usage examples$/],
  [/description: \|\n/, `$&    ${"long ".repeat(17)}\n`, /description: must be wrapped at 80 /],
  [/platforms:[^]*/, "platforms: []\n", /^\.spec\.platforms: must be a list of one or more$/],
  [/caveats: \|\n[^]*?(?= {2}platforms)/, "caveats: 3\n", /^\.spec\.caveats: must be a text/],
  ["os: linux", "os: plan9", /matchLabels: krew knows no platform plan9\/amd64$/],
  ["arch: amd64", "arch: x86_64", /matchLabels: krew knows no platform linux\/x86_64$/],
  ["arch: arm64", "arch: amd64", /^\.spec\.platforms: must have linux\/amd64 only once$/],
  ["arch: amd64", "arch: amd64\n        cpu: x", /matchLabels\.cpu: is not a known field$/],
  ["matchLabels:", "matchlabels:", /selector\.matchlabels: is not a known field$/],
  [SUM, SUM.toUpperCase(), /^\.spec\.platforms\[0\]\.sha256: must be 64 lower-case/],
  [SUM, SUM.slice(1), /^\.spec\.platforms\[0\]\.sha256: must be 64 lower-case/],
  [/\n {4}sha256: .*/, "", /^\.spec\.platforms\[0\]\.sha256: must be a text/],
  [/uri: .*/, "uri: ''", /^\.spec\.platforms\[0\]\.uri: must be a text/],
  ["download/v1.2.3", "download/v1.2.2", /\[0\]\.uri: must be below https:.*v1\.2\.3\/$/],
  [".tar.gz", ".tar.xz", /^\.spec\.platforms\[0\]\.uri: must be a \.tar\.gz or a \.zip/],
  ["bin: kubectl-apprepo", "bin: ../x", /\[0\]\.bin: must stay below the folder/],
  ["bin: kubectl-apprepo", "bin: /x", /\[0\]\.bin: must stay below the folder/],
  ["kubectl-apprepo.exe", "kubectl-apprepo", /\[4\]\.bin: must end with \.exe on Windows/],
  ["bin: kubectl-apprepo", "bin: x.exe", /\[0\]\.bin: must end with \.exe on Windows, and nowh/],
  ["bin: kubectl", "files: []\n    bin: kubectl", /\[0\]\.files: is not a known field$/],
  [/\n$/, "", /^the file: must end with a line break/],
  [/[^]*/, "- a\n", /^: must be a mapping$/],
  [/[^]*/, "a: [\n", /^not YAML: /],
];

Deno.test("checkManifest() finds all that krew or its reviewers would refuse", () => {
  for (const [from, to, problem] of BAD) {
    const bad = GOOD.replace(from, to);
    assert.notEqual(bad, GOOD, `nothing is changed by ${from} => ${to}`);
    const found = checkManifest(bad);
    const message = `${problem} not found after ${from} => ${to}, but ${JSON.stringify(found)}`;
    assert.ok(found.some((line) => problem.test(line)), message);
  }
});
