import type { Check } from "../check.ts";
import type { Fix } from "../verdict.ts";
import { isDatabaseRefusal } from "./ard306_database.ts";
import { isCatalogFault } from "./ard307_oci_catalog.ts";
import { isFilterFault } from "./ard412_filter.ts";
import { eachSynced, nameOf, refOf, refreshCommand } from "../each_repository.ts";
import type { RepositorySeen } from "../seen.ts";

export const lastSync: Check = {
  id: "ARD402",
  category: "repository",
  title: "the last sync of each repository went well",
  examine: eachSynced((one) => {
    const { end, overview } = one;
    const run = end?.run ?? overview.newest;
    const isFailed = end ? end.outcome === "failed" : run?.phase === "failed";
    if (!run || !isFailed) return undefined;
    // Checks of their own tell of those.
    if (isDatabaseRefusal(one) || isCatalogFault(one) || isFilterFault(one)) return undefined;
    const { message, reason } = end ?? run;
    return {
      severity: "error",
      title: `The last sync of ${nameOf(one)} failed`,
      objects: [refOf(one), { kind: "Job", namespace: run.namespace, name: run.job }],
      seen: [`Job ${run.namespace}/${run.job}: ${reason ?? "Failed"}`, ...message ? [message] : []],
      why: meaning(message ?? ""),
      fix: [...remedy(one, message ?? ""), { command: refreshCommand(one) }],
    };
  }),
};

const unauthorized = /status \[(?:401|403)\]|unauthorized|authentication required|denied/i;
const meanings: readonly (readonly [said: RegExp, why: string])[] = [
  [unauthorized, "the registry refuses the credentials, or wants some"],
  [/status \[404\]|not found/i, "there is no such index or project at this URL"],
  [/x509|certificate/i, "the registry's certificate is not trusted, or expired"],
  [/no such host|lookup /i, "the name of the registry's host can't be resolved in the cluster"],
  [
    /connection refused|i\/o timeout|no route|deadline exceeded/i,
    "the registry can't be reached from Kubeapps' namespace",
  ],
  [/status \[429\]|too many requests|rate limit/i, "the registry counts the pulls, and had enough"],
  [/status \[5\d\d\]/i, "the registry itself is in trouble"],
];

/** Whether more can be told of what a log said than the words themselves. */
export function isUnderstood(message: string): boolean {
  return meanings.some(([said]) => said.test(message));
}

function meaning(message: string): string {
  return meanings.find(([said]) => said.test(message))?.[1] ??
    "the packages in Kubeapps' catalogue are those of the sync before";
}

function remedy({ key, repository }: RepositorySeen, message: string): Fix[] {
  if (!unauthorized.test(message)) return [];
  const { auth } = (repository.spec ?? {}) as {
    auth?: { header?: { secretKeyRef?: { name?: string; key?: string } } };
  };
  const { name, key: secretKey } = auth?.header?.secretKeyRef ?? {};
  if (!name) return [{ note: "give the repository its credentials in Kubeapps' dashboard" }];
  return [{
    command:
      `kubectl create secret generic ${name} -n ${key.namespace} --from-literal=${secretKey}='Basic CREDENTIALS' --dry-run=client -o yaml | kubectl apply -f -`,
    note: "CREDENTIALS are USER:PASSWORD in base64",
  }];
}
