import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { credentialRows } from "./rows/credentials.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, credentialRows);
