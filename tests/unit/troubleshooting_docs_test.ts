// docs/troubleshooting.md tells answers of the webhook apart by the words that the program has for them.

import assert from "node:assert/strict";

const root = new URL("../..", import.meta.url).pathname;
const page = await Deno.readTextFile(`${root}docs/troubleshooting.md`);

/** The API server's own words, which the receiver passes on. */
const passedOn = ["cannot get resource", "not found"];

async function sources(folder: string): Promise<string> {
  const texts: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(root + folder)) {
    const path = `${folder}/${name}`;
    texts.push(isDirectory ? await sources(path) : await Deno.readTextFile(root + path));
  }
  return texts.join("\n");
}

/** What the second column quotes, without what differs from case to case. */
function quotedWords(): string[] {
  const [, section = ""] = page.split("## The webhook answers an error\n");
  const rows = [...section.split("\n## ")[0]!.matchAll(/^\| [\d,]+ +\| .*?`(.+?)`/gm)];
  return rows.flatMap(([, quoted = ""]) => quoted.split(/…|"|\d{4,}|\bGET\b/))
    .map((words) => words.trim())
    .filter((words) => words.length > 5 && !passedOn.some((known) => words.startsWith(known)));
}

Deno.test("docs/troubleshooting.md quotes the webhook's answers in the receiver's own words", async () => {
  const code = await sources("src/receiver") + await sources("src/apprepo/grant/lock");
  const words = quotedWords();
  assert(words.length > 12, words.join("\n"));
  for (const part of words) assert(code.includes(part), part);
});
