import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { clientCertificateRows } from "./rows/client_certificates.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, clientCertificateRows);
