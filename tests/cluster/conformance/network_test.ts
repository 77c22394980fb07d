import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { networkRows } from "./rows/network.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, networkRows);
