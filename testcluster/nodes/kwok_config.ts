// kwok's configuration: what has a default elsewhere has none in a file of its own.

import { dump } from "js-yaml";
import { files } from "../files.ts";
import { NODE } from "./node.ts";

/** @param port where it plays the kubelet, so that logs can be read */
export async function kwokConfig(folder: string, port: number): Promise<string> {
  const paths = files(folder);
  const options = {
    enableCRDs: ["Logs"],
    manageSingleNode: NODE,
    cidr: "10.244.0.0/16",
    nodeIP: "127.0.0.1",
    nodeName: NODE,
    nodePort: port,
    serverAddress: `127.0.0.1:${port}`,
    tlsCertFile: paths.serverCertificate,
    tlsPrivateKeyFile: paths.serverKey,
    enableDebuggingHandlers: true,
    podPlayStageParallelism: 16,
    nodePlayStageParallelism: 1,
    nodeLeaseParallelism: 1,
    podsOnNodeSyncParallelism: 4,
    enablePodsOnNodeSyncListPager: false,
    enablePodsOnNodeSyncStreamWatch: true,
  };
  const configuration = {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokConfiguration",
    metadata: { name: "kwok" },
    options,
  };
  const stages = await Deno.readTextFile(`${import.meta.dirname}/stages.yaml`);
  return `${dump(configuration)}---\n${stages}`;
}
