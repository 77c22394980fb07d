import { testCluster } from "../support/cluster.ts";
import { overSockets } from "./over_sockets.ts";
import { clientCertificateRows } from "./rows/client_certificates.ts";
import { credentialRows } from "./rows/credentials.ts";
import { flagRows } from "./rows/flags.ts";
import { networkRows } from "./rows/network.ts";
import { tlsRows } from "./rows/tls.ts";
import { testRows } from "./table.ts";

await testRows(await testCluster(), overSockets, [
  ...flagRows,
  ...credentialRows,
  ...clientCertificateRows,
  ...tlsRows,
  ...networkRows,
]);
