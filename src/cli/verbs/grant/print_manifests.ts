/** `grant --dry-run=client`: the manifests, and what is to be known of them. */

import { PLUGIN_NAME } from "../../../about.ts";
import { grantManifests } from "../../../apprepo/grant/grant_manifests.ts";
import { accountWords } from "../../../apprepo/grant/objects/account.ts";
import { called, isAccount } from "../../../apprepo/grant/objects/grantee.ts";
import { resourceOf } from "../../../apprepo/grant/objects/resources.ts";
import type { GrantRequest } from "../../../apprepo/grant/request.ts";
import type { CommandContext } from "../../context.ts";
import type { MadeReport } from "../../made/made_report.ts";
import type { GrantConfig } from "./config_type.ts";

/** Nobody is asked which Kubernetes they are for, so that the reader must know where the lock is left out. */
export function printManifests(
  { host }: CommandContext,
  request: GrantRequest,
  { format }: GrantConfig,
  made: MadeReport,
): void {
  if (request.lock) {
    const note = manifestsNote(request);
    if (format.kind === "yaml") host.stdout.write(note.map((line) => `# ${line}\n`).join(""));
    host.stderr.write(`Note: ${note.join("\n")}\n`);
  }
  for (const object of grantManifests(request)) {
    made.made({ resource: resourceOf(object), object, outcome: "created" });
  }
  made.finish();
}

function manifestsNote({ account, tokenType }: GrantRequest): string[] {
  const older =
    "The lock takes Kubernetes 1.30 or later. An older one refuses its ValidatingAdmissionPolicy and";
  if (!isAccount(account)) {
    return [
      older,
      `takes the rest: ${
        called(account)
      } can then change the AppRepositories' URL and Kubeapps' sync Pods.`,
      "Where there is the lock, it keeps them from all other changes to AppRepositories in the cluster.",
    ];
  }
  const check = `kubectl ${PLUGIN_NAME} token ${accountWords(account)} --check`;
  return [
    older,
    "takes the rest: the token can then change the AppRepositories' URL and Kubeapps' sync Pods.",
    ...(tokenType === "secret" ? [`Once applied, try the lock: ${check}`] : []),
  ];
}
