/**
 * Measures the plugin, each thing against a peer that runs in the same minute, since a machine's
 * times mean little without one. Arguments name the sections to run; without any, all run.
 */

import { startSharedCluster } from "../../tools/shared_cluster.ts";
import { TestCluster } from "../cluster/support/test_cluster.ts";
import { doctorOfMany } from "./doctor.ts";
import { help } from "./help.ts";
import { listAll } from "./list.ts";
import { buildPrograms } from "./programs.ts";
import { refreshAll } from "./refresh_all.ts";
import { refreshOne } from "./refresh_one.ts";
import type { Row } from "./row.ts";
import type { Section } from "./section.ts";
import { serve } from "./serve.ts";
import { size } from "./size.ts";
import { statusOfOne } from "./status.ts";
import { table } from "./table.ts";
import { waitForOne } from "./wait.ts";

const SECTIONS: Readonly<Record<string, Section>> = {
  refresh: refreshOne,
  help,
  all: refreshAll,
  wait: waitForOne,
  list: listAll,
  status: statusOfOne,
  doctor: doctorOfMany,
  serve,
  size,
};

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown !== undefined) {
    const known = Object.keys(SECTIONS).join(", ");
    console.error(`deno task bench takes names of sections (${known}), not ${unknown}`);
    return 1;
  }
  const chosen = Object.entries(SECTIONS).filter(([name]) => !names.length || names.includes(name));
  const rows = await measure(chosen.map(([, section]) => section));
  console.log(`\nMedians; in brackets the least time, the largest memory, the highest rate.\n`);
  console.log(table(rows));
  return 0;
}

async function measure(sections: readonly Section[]): Promise<Row[]> {
  const shared = await startSharedCluster();
  try {
    const cluster = await TestCluster.join(shared.description);
    const programs = await buildPrograms(cluster.folder);
    const rows: Row[] = [];
    for (const section of sections) {
      console.error(section.title);
      rows.push(...await section.run({ cluster, programs }));
    }
    return rows;
  } finally {
    await shared.stop();
  }
}

try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
