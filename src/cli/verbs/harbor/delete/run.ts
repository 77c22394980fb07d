/** `harbor delete`: takes the webhook out of Harbor, once nothing of it is under way. */

import { deletePolicy } from "../../../../apprepo/harbor/delete_policy.ts";
import { webhookLabel } from "../../../../apprepo/webhook/settings/label.ts";
import { maskSecrets } from "../../../../apprepo/sync/log/mask.ts";
import { checkTarget } from "../../../../apprepo/webhook/target.ts";
import { HarborError } from "../../../../harbor/harbor_error.ts";
import { loadConnection } from "../../../../kube/kubeconfig/connection.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { ProgressBlock } from "../../../../output/progress_block.ts";
import type { CommandContext } from "../../../context.ts";
import { completeConnectionFlags } from "../../../flags/connection_flags.ts";
import { dryRunSuffixes } from "../../../flags/dry_run.ts";
import { parseTimeout } from "../../../flags/duration.ts";
import { parseHarborDryRun } from "../../../harbor/dry_run.ts";
import { openProject } from "../../../harbor/open_project.ts";
import { oneName } from "../../../webhook/one_name.ts";
import type { DeleteValues } from "./flags.ts";

/** The cluster is not asked: only the kubeconfig's namespace counts. @throws {UsageError} {ConfigError} {HarborError} */
export async function runDelete(
  context: CommandContext,
  words: readonly string[],
  values: DeleteValues,
): Promise<void> {
  const { host, stop: signal } = context;
  const name = oneName(words);
  const dryRun = parseHarborDryRun(host, values.dryRun);
  const timeout = parseTimeout(values.timeout);
  const { namespace } = await loadConnection(host, completeConnectionFlags(values));
  const target = { cluster: values.clusterName, namespace, name };
  checkTarget(target);
  const { project, words: where, close } = await openProject(context, values);
  const policy = values.policy ?? webhookLabel(target);
  const screen = waitingScreen(context);
  try {
    const { outcome, address = "" } = await deletePolicy(project, {
      name: policy,
      leadsTo: target,
      dryRun: dryRun !== "none",
      timeout,
      timing: host,
      signal,
      waiting: screen.show,
    });
    screen.clear();
    if (outcome === "missing") {
      if (values.ignoreNotFound) return;
      throw new HarborError(
        `harborwebhook "${policy}" not found in project "${project.name}"\nkubectl apprepo harbor status ${where} shows those that lead to AppRepositories.`,
      );
    }
    const text = outcome === "deleted"
      ? `harborwebhook "${policy}" deleted from project "${project.name}"`
      : `harborwebhook "${policy}" of project "${project.name}" keeps its other targets, and what they are told of`;
    host.stdout.write(escapeTerminal(`${text}${dryRunSuffixes[dryRun]}\n`));
    // Of a cluster with the same names in it, it may have been another one's.
    const led = dryRun === "none" ? "led" : "leads";
    host.stderr.write(escapeTerminal(`It ${led} to ${maskSecrets(address)}\n`));
  } finally {
    screen.clear();
    close();
  }
}

/** On a terminal, what is waited for; in a pipe it is said once. */
function waitingScreen({ host: { stderr }, terminal: { err } }: CommandContext) {
  const block = err.redraws ? new ProgressBlock(stderr) : undefined;
  let isSaid = false;
  return {
    show(deliveries: readonly string[]): void {
      const text = `Waiting for deliveries that are under way: ${deliveries.join(", ")}`;
      if (block) return block.update([text]);
      if (!isSaid) stderr.write(escapeTerminal(`${text}\n`));
      isSaid = true;
    },
    clear(): void {
      block?.clear();
    },
  };
}
