// TAB in real shells in a real terminal: what gets into the line, and that nothing of it is run.

import assert from "node:assert/strict";
import { dirname } from "node:path";
import { run } from "../cluster/support/run.ts";
import { binary } from "./support/apprepo.ts";
import { hasTmux, Tmux } from "./support/tmux.ts";

/** By shell, how it starts without anybody's settings, and how it takes the script. */
const shells = {
  bash: ["bash --norc --noprofile -i", 'eval "$(kubectl-apprepo completion bash)"'],
  zsh: [
    "zsh -f",
    "autoload -Uz compinit; compinit -u -D; source <(kubectl-apprepo completion zsh)",
  ],
  fish: ["fish --no-config", "kubectl-apprepo completion fish | source"],
} as const;

const names = [
  "prod",
  "x$(touch run)",
  "z`touch run`",
  "arn:aws:eks:1:cluster/a",
  "DOM\\me",
  "it's",
  "me@one",
  "me@one2",
];

/** What is typed before TAB, and the line after it. */
const rows: readonly [typed: string, line: string][] = [
  ["list --context p", "list --context prod"],
  ["list --context x", String.raw`list --context x\$\(touch\ run\)`],
  ["list --context=x", String.raw`list --context=x\$\(touch\ run\)`],
  ["list --context D", String.raw`list --context DOM\\me`],
  ["list --context=arn:a", "list --context=arn:aws:eks:1:cluster/a"],
  ["list --context arn:a", "list --context arn:aws:eks:1:cluster/a"],
  ["list --context me@", "list --context me@one"],
  ["list --context=me@one2 --context=p", "list --context=me@one2 --context=prod"],
  ['list --context "it', `list --context "it's"`],
  ["list --kubeconfig ~/other --context=o", "list --kubeconfig ~/other --context=of-other"],
  ["list --output=js", "list --output=json"],
  ["refresh --output=jsonpath=", "refresh --output=jsonpath="],
  ["refresh --filename=man", String.raw`refresh --filename=manifest\ one.yaml`],
  ["list --kubeconfig ~/oth", "list --kubeconfig ~/other"],
  [String.raw`refresh -f sp\ dir/`, String.raw`refresh -f sp\ dir/inner.yaml`],
  ["refresh -f man", String.raw`refresh -f manifest\ one.yaml`],
  ["list --context nope", "list --context nope"],
];

function kubeconfig(contexts: readonly string[]): string {
  const server = "https://127.0.0.1:1";
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config" },
    contexts: contexts.map((name) => ({ name, context: { cluster: "c", user: "u" } })),
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: {} }],
  });
}

for (const [shell, [start, take]] of Object.entries(shells)) {
  const known = hasTmux && await run(shell, ["--version"]).then(() => true, () => false);
  Deno.test({
    name: `in ${shell}, TAB completes what is typed, and runs nothing of it`,
    ignore: !known,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "apprepo-shell-" });
      const files = {
        config: kubeconfig(names),
        other: kubeconfig(["of-other"]),
        // What no row wants is here, so that a shell that falls back to files is seen.
        "nope.txt": "",
        "sp dir/inner.yaml": "",
        "manifest one.yaml": "",
      };
      await Deno.mkdir(`${folder}/sp dir`);
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${folder}/${name}`, text);
      }
      const path = `${dirname(binary)}:${Deno.env.get("PATH")}`;
      const env = { PATH: path, HOME: folder, KUBECONFIG: `${folder}/config` };
      await using terminal = await Tmux.open({ columns: 160, env });
      await terminal.type(`cd ${folder}; exec ${start}`);
      await terminal.type(`${take}; clear; echo ready`);
      await terminal.until(/^ready$/m);
      for (const [at, [typed, line]] of rows.entries()) {
        // Not by C-c, a signal, which comes out of turn.
        await terminal.press("C-u");
        await terminal.press("C-l");
        await terminal.key(`kubectl-apprepo ${typed}`);
        await terminal.press("Tab");
        // What TAB makes comes before what is typed after it, which tells this line from the last one.
        await terminal.key(` #${at}end`);
        const end = new RegExp(` +#${at}end$`, "m");
        const screen = (await terminal.until(end)).replace(end, "");
        assert.match(screen, endingWith(`kubectl-apprepo ${line}`), `${shell}: ${screen}`);
      }
      await terminal.press("C-u");
      await terminal.key("kubectl-apprepo list --context x");
      await terminal.press("Tab");
      await terminal.press("Enter");
      await terminal.type("echo 'at the end'");
      await terminal.until(/^at the end$/m);
      const left = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
      assert.ok(!left.includes("run"), left.join());
      await Deno.remove(folder, { recursive: true });
    },
  });
}

function endingWith(text: string): RegExp {
  return new RegExp(`${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`, "m");
}
