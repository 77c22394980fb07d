/** `harbor status`: looks once, or again and again. */

import { switchedOff } from "../../../../apprepo/harbor/check_sent.ts";
import { isBad } from "../../../../apprepo/harbor/deliveries.ts";
import { type HarborWebhook, harborWebhooks } from "../../../../apprepo/harbor/webhooks.ts";
import { checkTarget, type WebhookTarget } from "../../../../apprepo/webhook/target.ts";
import { HarborError } from "../../../../harbor/harbor_error.ts";
import type { HarborProject } from "../../../../harbor/project.ts";
import type { ConnectionError } from "../../../../kube/api/errors.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { parseFormat } from "../../../../output/format.ts";
import { openPrinter } from "../../../../output/object_printer.ts";
import { formatWarning } from "../../../../output/style.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { errorText } from "../../../error_text.ts";
import { exitCodes } from "../../../exit_codes.ts";
import { type OpenProject, openProject } from "../../../harbor/open_project.ts";
import { UsageError } from "../../../usage_error.ts";
import { oneName } from "../../../webhook/one_name.ts";
import { webhooksText } from "./describe.ts";
import { webhookList } from "./document.ts";
import type { StatusValues } from "./flags.ts";

/** @throws {UsageError} {ConfigError} {HarborError} {ConnectionError} */
export async function runStatus(
  context: CommandContext,
  words: readonly string[],
  values: StatusValues,
): Promise<void> {
  const { host, stop: signal, terminal } = context;
  const name = words.length === 0 ? undefined : oneName(words);
  const format = parseFormat(values.output, ["json", "yaml"]);
  const { deliveries: count } = values;
  if (!Number.isInteger(count) || count < 1 || count > 50) {
    throw new UsageError(`--deliveries must be from 1 to 50, not ${count}: Harbor keeps fifty`);
  }
  const printer = format.kind === "default" ? undefined : await openPrinter(format);
  const { project, words: where, info, close } = await openProject(context, values);
  const session = await connect(context, values);
  const { client } = session;
  const leadsTo = name === undefined
    ? undefined
    : { cluster: values.clusterName, namespace: client.namespace, name };
  if (leadsTo) checkTarget(leadsTo);
  const warn = (text: string) => host.stderr.write(formatWarning(text, terminal.err.colour));
  let isWarned = false;
  const warnOnce = (error: ConnectionError) => {
    if (!isWarned) warn(`nobody can tell what was not refreshed: ${errorText(error)}`);
    isWarned = true;
  };
  const look = async () => {
    const found = await harborWebhooks(project, client, {
      ...{ leadsTo, namespace: values.namespace, cluster: values.clusterName, count, signal },
      now: host.now(),
      untold: warnOnce,
    });
    if (found.length === 0 && leadsTo) throw noneFor(project.name, leadsTo, where);
    return found;
  };
  try {
    if (await isOff(info)) {
      warn(switchedOff(project.address));
      context.exitCode = exitCodes.error;
    }
    if (values.watch) {
      const { watchWebhooks } = await import("./watch.ts");
      return await watchWebhooks(context, look, {
        printer,
        none: noneAtAll(project, values.namespace),
      });
    }
    const found = await look();
    if (printer) host.stdout.write(printer(webhookList(project, found)));
    else if (found.length > 0) host.stdout.write(webhooksText(found, host.now(), terminal.out));
    else host.stderr.write(escapeTerminal(noneAtAll(project, values.namespace)));
    if (found.some(isNewestBad)) context.exitCode = exitCodes.error;
    session.finish();
  } finally {
    close();
    await client.close();
  }
}

/** What keeps it from being told is told of the webhooks, too. */
async function isOff(info: OpenProject["info"]): Promise<boolean> {
  try {
    return (await info()).notification_enable === false;
  } catch (error) {
    if (error instanceof HarborError) return false;
    throw error;
  }
}

/** Of one with other targets nobody can tell whose the newest is. */
export function isNewestBad({ deliveries: [newest], otherTargets }: HarborWebhook): boolean {
  return newest !== undefined && isBad(newest) && otherTargets === 0;
}

function noneFor(project: string, { namespace, name }: WebhookTarget, where: string) {
  return new HarborError(
    `no webhook of project "${project}" leads to AppRepository "${name}" in namespace "${namespace}"\nMake one with: kubectl apprepo harbor apply ${name} -n ${namespace} ${where}`,
    404,
  );
}

function noneAtAll({ name }: HarborProject, namespace: string | undefined): string {
  const where = namespace === undefined ? "" : ` in namespace "${namespace}"`;
  return `No webhook of project "${name}" leads to an AppRepository${where}\n`;
}
