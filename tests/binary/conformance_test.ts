// The conformance table with the compiled binary; tests/cluster/conformance/ has it from source.

import { differingCertificateRows } from "../cluster/conformance/rows/differing_certificates.ts";
import { refusedCertificateRows } from "../cluster/conformance/rows/refused_certificates.ts";
import { clientCertificateRows } from "../cluster/conformance/rows/client_certificates.ts";
import { credentialRows } from "../cluster/conformance/rows/credentials.ts";
import { execRows } from "../cluster/conformance/rows/exec.ts";
import { flagRows } from "../cluster/conformance/rows/flags.ts";
import { kubeconfigRows } from "../cluster/conformance/rows/kubeconfigs.ts";
import { networkRows } from "../cluster/conformance/rows/network.ts";
import { tlsRows } from "../cluster/conformance/rows/tls.ts";
import { testRows } from "../cluster/conformance/table.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { run } from "../cluster/support/run.ts";
import { binary } from "./support/apprepo.ts";

await testRows(await testCluster(), (args, options) => run(binary, args, options), [
  ...kubeconfigRows,
  ...flagRows,
  ...credentialRows,
  ...clientCertificateRows,
  ...execRows,
  ...tlsRows,
  ...differingCertificateRows({ isNewest: false }),
  ...refusedCertificateRows,
  ...networkRows,
]);
