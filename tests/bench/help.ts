import { interleave } from "./interleave.ts";
import { compare, MS, type Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";

const ROUNDS = 40;
const BAR = "at most 1.3";

export const help: Section = { title: "--help, completion and version", run };

async function run({ programs: { plugin, empty: nothing, measure } }: Bench): Promise<Row[]> {
  const { root, refresh, completion, version, empty } = await interleave(
    {
      root: { name: "--help", commands: () => [[plugin, "--help"]] },
      refresh: { name: "refresh --help", commands: () => [[plugin, "refresh", "--help"]] },
      completion: {
        name: "__complete refresh --",
        commands: () => [[plugin, "__complete", "refresh", "--"]],
      },
      version: { name: "version", commands: () => [[plugin, "version"]] },
      empty: { name: "empty program", commands: () => [[nothing]] },
    },
    ROUNDS,
    measure,
  );
  return [
    compare("`--help`, time", MS, root.time, empty.time, BAR),
    compare("`refresh --help`, time", MS, refresh.time, empty.time, BAR),
    compare("static completion, time", MS, completion.time, empty.time, BAR),
    compare("`version`, time", MS, version.time, empty.time, BAR),
  ];
}
