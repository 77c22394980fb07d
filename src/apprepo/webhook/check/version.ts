/** Says which Kubeapps it is that does not answer, and what to do. */

import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { endpointHistory, serveAdvice } from "../endpoint_notice.ts";
import { findKubeapps } from "../../kubeapps/find_kubeapps.ts";
import { isReply, type Sender } from "./sender.ts";
import type { Verdict } from "./verdict.ts";

export interface Surroundings {
  readonly client: Pick<KubeClient, "list">;
  readonly sender: Sender;
  readonly baseUrl: string;
  readonly signal: AbortSignal;
}

/** Adds to a verdict that there is no endpoint; others stay as they are. */
export async function withVersion(verdict: Verdict, around: Surroundings): Promise<Verdict> {
  if (verdict.outcome !== "no-endpoint") return verdict;
  const version = await dashboardVersion(around) ?? await clusterVersion(around);
  const which = version === undefined
    ? ""
    : `Kubeapps there is ${version.replace(/^v?/, "version ")}. `;
  const advice = `${verdict.advice} ${which}${endpointHistory}. ${serveAdvice}`.trim();
  return {
    ...verdict,
    message: `no such endpoint behind this URL: ${verdict.message}`,
    advice,
  };
}

/** The dashboard tells everybody, without a token. */
async function dashboardVersion({ sender, baseUrl }: Surroundings): Promise<string | undefined> {
  const answer = await sender.get(`${baseUrl}/config.json`);
  if (!isReply(answer) || answer.code !== 200) return undefined;
  try {
    const { appVersion } = JSON.parse(answer.body);
    return /^v?[0-9]+\.[0-9]+(\.[0-9]+)?$/.test(appVersion) ? appVersion : undefined;
  } catch {
    return undefined;
  }
}

async function clusterVersion({ client, signal }: Surroundings): Promise<string | undefined> {
  try {
    const { releases: [only, ...others] } = await findKubeapps(client, signal);
    // Of several nobody knows which one answered.
    return others.length === 0 ? only?.version : undefined;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
