import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { execRows } from "./rows/exec.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, execRows);
