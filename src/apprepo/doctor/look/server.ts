import type { KubeClient } from "../../../kube/api/client.ts";
import type { ServerSeen } from "../seen.ts";

/** @throws {ApiError} {ConnectionError} where it does not answer as an API server does */
export async function serverSeen(
  client: Pick<KubeClient, "request" | "serverTime">,
  signal: AbortSignal,
): Promise<ServerSeen> {
  const { major = "", minor = "", gitVersion = "" } = await client.request<{
    readonly major?: string;
    readonly minor?: string;
    readonly gitVersion?: string;
  }>("GET", "/version", { signal });
  return {
    major: parseInt(major),
    // Some providers write `27+`.
    minor: parseInt(minor),
    version: gitVersion,
    time: client.serverTime(),
  };
}
