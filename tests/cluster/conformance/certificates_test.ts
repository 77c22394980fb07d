import { testCluster } from "../support/cluster.ts";
import { fromSource } from "./from_source.ts";
import { differingCertificateRows } from "./rows/differing_certificates.ts";
import { refusedCertificateRows } from "./rows/refused_certificates.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), fromSource, [
  ...differingCertificateRows({ isNewest: true }),
  ...refusedCertificateRows,
]);
