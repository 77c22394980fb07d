import { archive } from "../../tools/build/archive.ts";
import type { Row } from "./row.ts";
import type { Bench, Section } from "./section.ts";

export const size: Section = { title: "size", run };

async function run({ programs }: Bench): Promise<Row[]> {
  return [
    { what: "binary", measured: await megabytes(programs.plugin), bar: "at most 100 MB" },
    { what: "krew's archive", measured: await megabytes(await archive()), bar: "at most 40 MB" },
  ];
}

async function megabytes(path: string): Promise<string> {
  return `${((await Deno.stat(path)).size / 1e6).toFixed(1)} MB`;
}
