// The pages of docs/registries show what the program prints, and each can be found.

import assert from "node:assert/strict";
import { type Sender, senderNames, senders } from "../../../../src/apprepo/hook/senders.ts";
import { platforms, unfit } from "../../../../src/apprepo/webhook/settings/platforms.ts";
import { tokenPlaceholder } from "../../../../src/apprepo/webhook/settings/settings.ts";
import { webhookLabel } from "../../../../src/apprepo/webhook/settings/label.ts";

const folder = new URL("../../../../docs/registries/", import.meta.url).pathname;
const index = await Deno.readTextFile(`${folder}README.md`);
const pages = new Map<string, string>();
for await (const { name } of Deno.readDir(folder)) {
  if (name !== "README.md") pages.set(name, await Deno.readTextFile(folder + name));
}

const target = { cluster: "default", namespace: "team-a", name: "my-repo" };
const webhook = {
  url:
    "https://kubeapps.example.com/api/v1/clusters/default/namespaces/team-a/apprepositories/my-repo/refresh",
  authorization: `Bearer ${tokenPlaceholder}`,
  label: webhookLabel(target),
};

/** What stands below the command, by the platform that it names. */
function shown(page: string): [platform: string, output: string][] {
  const blocks = page.matchAll(
    /^```console\n\$ kubectl apprepo webhook-url my-repo -n team-a --for (\S+)\n([^]*?)^```$/gm,
  );
  return [...blocks].map(([, platform = "", output = ""]) => [platform, output]);
}

function printed(platform: string): string {
  const reason = unfit[platform];
  if (reason !== undefined) return `error: there are no settings for ${platform}: ${reason}\n`;
  return platforms[platform]!(webhook).text;
}

for (const [name, page] of pages) {
  Deno.test(`docs/registries/${name} shows what --for prints, and how to see that it works`, () => {
    for (const [platform, output] of shown(page)) assert.equal(output, printed(platform));
    const mentioned = [...page.matchAll(/^\$ .* --for /gm)];
    assert.equal(shown(page).length, mentioned.length, "a block that is not compared");
    for (const heading of ["See that it works", "What goes wrong"]) {
      assert(page.includes(`\n## ${heading}\n`), heading);
    }
    assert(index.includes(`](${name})`), "it is not in the index");
  });
}

Deno.test("docs/registries has a page for each sender that --for knows", () => {
  const all = [...pages.values()].flatMap(shown).map(([platform]) => platform);
  for (const platform of [...Object.keys(platforms), ...Object.keys(unfit)]) {
    assert(all.includes(platform), platform);
  }
});

Deno.test("docs/registries/README.md says of each sender of hooks which way in it has, and what proves it", () => {
  const rows = index.split("\n").filter((line) => line.startsWith("| "));
  for (const name of senderNames) {
    const row = rows.find((line) => new RegExp(`hook: \`--from ${name}[ \`]`).test(line));
    assert(row, name);
    const { proof }: Sender = senders[name];
    if (proof?.kind !== "hmac" && proof?.kind !== "header") continue;
    assert(row.toLowerCase().includes(`\`${proof.header}\``), `${proof.header} of ${name}`);
    if (proof.kind === "hmac") {
      assert(
        row.includes(`HMAC-${proof.algorithm.toUpperCase()}`),
        `${proof.algorithm} of ${name}`,
      );
    }
  }
});
