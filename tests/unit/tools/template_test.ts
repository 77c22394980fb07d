import assert from "node:assert/strict";
import { pluginManifest } from "../../../tools/release/plugin_manifest.ts";
import { renderTemplate } from "../../../tools/release/template.ts";

const CALL = '{{addURIAndSha "https://host/{{ .TagName }}/a.tar.gz" .TagName }}';

Deno.test("renderTemplate() writes the tag, the address and the sum of what is there", () => {
  const asked: string[] = [];
  const rendered = renderTemplate(`version: {{ .TagName }}\n    ${CALL}\n`, "v1.2.3", (uri) => {
    asked.push(uri);
    return "00ff";
  });
  assert.deepEqual(asked, ["https://host/v1.2.3/a.tar.gz"]);
  assert.equal(
    rendered,
    "version: v1.2.3\n    uri: https://host/v1.2.3/a.tar.gz\n    sha256: 00ff\n",
  );
});

Deno.test("renderTemplate() refuses what krew-release-bot could not render", () => {
  for (const action of ['{{ trimPrefix "v" .TagName }}', "{{ .Version }}", "{{ addURIAndSha }}"]) {
    assert.throws(() => renderTemplate(`x: ${action}\n`, "v1.0.0", () => "00"), {
      message: `the template has an action that cannot be rendered: ${action}`,
    });
  }
});

Deno.test("pluginManifest() leaves out the platforms that were not built", () => {
  const other = CALL.replace("a.tar.gz", "b.tar.gz");
  const template = `platforms:\n  - selector: a\n    ${CALL}\n  - selector: b\n    ${other}\n`;
  assert.equal(
    pluginManifest(template, "v1.0.0", new Map([["b.tar.gz", "00ff"]])),
    "platforms:\n  - selector: b\n    uri: https://host/v1.0.0/b.tar.gz\n    sha256: 00ff\n",
  );
});
