/** What to tell about an address at which Kubeapps itself would have to answer. */

import type { FoundBase } from "./find/find_base.ts";
import { answersWebhooks } from "../kubeapps/kubeapps_version.ts";

export const endpointHistory = "Kubeapps 2.1 to 2.4 had the webhook's endpoint, 2.5 took it away";

/** @returns lines for the user; undefined where something answers */
export function endpointNotice(found: FoundBase): string | undefined {
  const { receiver, kubeappsVersion: version, namespace } = found;
  if (receiver || (version !== undefined && answersWebhooks(version))) return undefined;
  if (version === undefined) {
    return `The version of Kubeapps in namespace "${namespace}" can't be told. ${endpointHistory}: webhook-url --check tells whether anything answers.`;
  }
  return `Nothing answers this URL: Kubeapps ${version} in namespace "${namespace}" has no such endpoint (${endpointHistory}).\n${serveAdvice}`;
}

export const serveAdvice =
  "Put the endpoint in front of it with 'kubectl apprepo serve'; see 'kubectl apprepo serve --help'.";
