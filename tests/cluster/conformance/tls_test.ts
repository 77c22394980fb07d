import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { tlsRows } from "./rows/tls.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, tlsRows);
