/** Says what became of the webhook; its token is in none of it. */

import type { Applied } from "../../../../apprepo/harbor/apply_policy.ts";
import type { WantedPolicy } from "../../../../apprepo/harbor/wanted_policy.ts";
import type { HarborProject } from "../../../../harbor/project.ts";
import type { KubeObject } from "../../../../kube/api/resource.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { openPrinter } from "../../../../output/object_printer.ts";
import { formatWarning } from "../../../../output/style.ts";
import type { CommandContext } from "../../../context.ts";
import { type DryRun, dryRunSuffixes } from "../../../flags/dry_run.ts";
import type { ApplyConfig } from "./config.ts";

export interface Reported {
  readonly project: HarborProject;
  /** How another command reaches it. */
  readonly where: string;
  readonly wanted: WantedPolicy;
  readonly applied: Applied;
}

export async function report(
  { host, terminal }: CommandContext,
  { format, dryRun }: ApplyConfig,
  reported: Reported,
): Promise<void> {
  const { wanted, applied: { outcome, changes, twins } } = reported;
  const line = `harborwebhook/${wanted.name}`;
  if (format.kind === "default") {
    host.stdout.write(escapeTerminal(`${line} ${outcome}${dryRunSuffixes[dryRun]}\n`));
  } else if (format.kind === "name") host.stdout.write(escapeTerminal(`${line}\n`));
  else host.stdout.write((await openPrinter(format))(documentOf(reported, dryRun)));
  for (const { field, from, to } of changes) {
    host.stderr.write(escapeTerminal(`  ${field}: ${from} -> ${to}\n`));
  }
  for (const twin of twins) {
    const text = `webhook "${twin}" calls the same URL: each push is told twice`;
    host.stderr.write(formatWarning(text, terminal.err.colour));
  }
  if (dryRun === "none") host.stderr.write(escapeTerminal(`${next(reported)}\n`));
}

function next({ where, wanted: { leadsTo: { namespace, name } } }: Reported): string {
  return `After the next push: kubectl apprepo harbor status ${name} -n ${namespace} ${where}`;
}

function documentOf({ project, wanted, applied }: Reported, dryRun: DryRun): KubeObject {
  const { policy, outcome, changes, twins } = applied;
  const document = {
    apiVersion: "apprepo/v1",
    kind: "HarborWebhook",
    metadata: { name: wanted.name },
    harbor: project.address,
    project: project.name,
    outcome,
    ...(dryRun === "none" ? {} : { dryRun }),
    changes,
    sameUrl: twins,
    enabled: policy.enabled,
    eventTypes: policy.event_types,
    url: wanted.url,
    payloadFormat: wanted.payloadFormat,
    skipCertVerify: wanted.skipCertVerify,
    repository: wanted.leadsTo,
    otherTargets: (policy.targets?.length ?? 1) - 1,
  };
  // The printers take any object, and this one is a document of ours.
  return document as unknown as KubeObject;
}
