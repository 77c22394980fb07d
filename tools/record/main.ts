/** Records docs/session.svg: the plugin at work in a real terminal, on a local control plane. */

import { join } from "node:path";
import { hasTmux, Tmux } from "../../tests/binary/support/tmux.ts";
import { build, ROOT } from "../build/binary.ts";
import { openScene } from "../demo/scene.ts";
import { requireKubectl } from "../require_kubectl.ts";
import { startSharedCluster } from "../shared_cluster.ts";
import { type Frame, linesOf, shortened } from "./frames.ts";
import { svg } from "./svg.ts";

const [columns, rows] = [104, 18];
/** Milliseconds: between two keys, between two looks at the screen, to read what came. */
const [keyTime, lookTime, readTime] = [45, 60, 2_600];

/** Each on a screen of its own. */
const commands: readonly string[] = [
  "kubectl apprepo refresh my-repo -n team-a --wait",
  "kubectl apprepo refresh tools -n team-b --wait",
  "kubectl apprepo list -A",
  "kubectl apprepo webhook-url my-repo -n team-a --base-url https://kubeapps.example.com",
];

const description =
  "kubectl apprepo refresh --wait makes Kubeapps sync a repository and says that it was synced. For another one it says that the registry refused the credentials, and the command that mends it. list shows all repositories with the result of their last sync. webhook-url prints the URL by which a registry refreshes one.";

async function main(): Promise<void> {
  if (!hasTmux) throw new Error("this takes tmux: on Debian, apt-get install tmux");
  await requireKubectl();
  const binary = await build();
  const cluster = await startSharedCluster();
  try {
    await using scene = await openScene(cluster.description, binary);
    const frames = await record(scene.env);
    const length = frames.at(-1)!.at + readTime;
    const picture = { title: "kubectl apprepo at work", description, columns, rows, length };
    const path = join(ROOT, "docs/session.svg");
    await Deno.writeTextFile(path, svg(linesOf(frames, length), picture));
    console.log(
      `${path}  ${Math.round((await Deno.stat(path)).size / 1_000)} kB, ${
        Math.round(length / 1_000)
      } s`,
    );
  } finally {
    await cluster.stop();
  }
}

async function record(env: Record<string, string>): Promise<Frame[]> {
  const frames: Frame[] = [];
  const started = Date.now();
  for (const command of commands) {
    await using terminal = await Tmux.open({ columns, rows, env });
    for await (const lines of screens(terminal, command)) {
      frames.push({ at: Date.now() - started, lines });
    }
  }
  return shortened(frames);
}

/** Each screen that differs from the one before, and the last one once it has been read. */
async function* screens(terminal: Tmux, command: string): AsyncGenerator<string[]> {
  let before = "";
  const look = async () => {
    const screen = await terminal.screen({ codes: true });
    return screen === before ? [] : [(before = screen).split("\n")];
  };
  for (const key of command) {
    await terminal.key(key);
    await pause(keyTime);
    yield* await look();
  }
  await terminal.press("Enter");
  const patience = Date.now() + 20_000;
  // The prompt is back once the command has ended.
  while (!/\n\$$/.test(await terminal.screen()) && Date.now() < patience) {
    yield* await look();
    await pause(lookTime);
  }
  yield* await look();
  await pause(readTime);
  yield before.split("\n");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
Deno.exit();
