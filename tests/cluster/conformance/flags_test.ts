import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { flagRows } from "./rows/flags.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, flagRows);
