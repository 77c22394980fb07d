import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { kubeconfigRows } from "./rows/kubeconfigs.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, kubeconfigRows);
