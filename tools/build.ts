import { basename } from "node:path";
import { archive, writeChecksums } from "./build/archive.ts";
import { build } from "./build/binary.ts";
import { flags, runTool } from "./build/command_line.ts";
import { eachTarget } from "./build/each_target.ts";
import { printSize } from "./build/print_size.ts";
import { sha256 } from "./build/sha256.ts";
import { findTarget, TARGETS } from "./build/targets.ts";

const USAGE = `Usage: deno task build [--target NAME]... [--all] [--archive]

Compiles the plugin for this platform into dist/kubectl-apprepo.

  --target NAME  for another platform, into dist/NAME/:
                 ${TARGETS.map(({ name }) => name).join(", ")}
  --all          for each of these
  --archive      also packs krew's archives, and writes dist/checksums.txt`;

await runTool(main);

/** Builds what the flags ask for. @returns whether all of it could be built */
async function main(): Promise<boolean> {
  const values = flags({
    options: {
      target: { type: "string", multiple: true },
      all: { type: "boolean" },
      archive: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const targets = values.all ? TARGETS : values.target?.map(findTarget) ?? [undefined];
  const sums = new Map<string, string>();
  const complete = await eachTarget(targets, async (target) => {
    await printSize(await build(target));
    if (!values.archive) return;
    const path = await archive(target);
    sums.set(basename(path), await sha256(await Deno.readFile(path)));
    await printSize(path);
  });
  if (sums.size > 0) await writeChecksums(sums);
  return complete;
}
