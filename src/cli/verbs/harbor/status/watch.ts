/** `harbor status --watch`: Harbor tells nobody of changes, so it is asked again and again. */

import type { Delivery } from "../../../../apprepo/harbor/deliveries.ts";
import type { HarborWebhook } from "../../../../apprepo/harbor/webhooks.ts";
import { refreshPath } from "../../../../apprepo/webhook/target.ts";
import { HarborError } from "../../../../harbor/harbor_error.ts";
import { ConnectionError } from "../../../../kube/api/errors.ts";
import { rfc3339 } from "../../../../apprepo/sync/rfc3339.ts";
import type { KubeObject } from "../../../../kube/api/resource.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import type { ObjectPrinter } from "../../../../output/object_printer.ts";
import { ProgressBlock } from "../../../../output/progress_block.ts";
import type { CommandContext } from "../../../context.ts";
import { errorText } from "../../../error_text.ts";
import { webhooksText } from "./describe.ts";
import { deliveryDocument } from "./document.ts";

/** Milliseconds. */
const betweenLooks = 5_000;

/**
 * On a terminal all of it is drawn in place; elsewhere there is a line, or an object, for each delivery
 * that is new or has come further.
 * @throws {HarborError}
 * @throws the reason of the stop signal
 */
export async function watchWebhooks(
  context: CommandContext,
  look: () => Promise<HarborWebhook[]>,
  { printer, none }: { readonly printer?: ObjectPrinter; readonly none: string },
): Promise<never> {
  const { host, stop, terminal: { out } } = context;
  const show = out.redraws && !printer ? screen(context) : lines(context, printer);
  try {
    const first = await look();
    if (first.length === 0) host.stderr.write(escapeTerminal(none));
    show.update(first);
    let said: string | undefined;
    while (true) {
      await host.sleep(betweenLooks, stop);
      try {
        show.update(await look());
        said = undefined;
      } catch (error) {
        if (!mayPass(error)) throw error;
        show.clear();
        const text = errorText(error);
        if (text !== said) host.stderr.write(`${text}\n`);
        said = text;
      }
    }
  } finally {
    show.close();
  }
}

/** A Harbor that restarts is asked again; one that refuses would go on to. */
function mayPass(error: unknown): boolean {
  if (error instanceof HarborError) return error.code === undefined || error.code >= 500;
  return error instanceof ConnectionError;
}

function screen({ host, terminal: { out } }: CommandContext) {
  const block = new ProgressBlock(host.stdout);
  let last: HarborWebhook[] = [];
  return {
    update(webhooks: HarborWebhook[]): void {
      last = webhooks;
      const look = { ...out, colour: false, columns: host.stdout.size?.()?.columns };
      block.update(webhooksText(webhooks, host.now(), look).trimEnd().split("\n"));
    },
    clear: () => block.clear(),
    close(): void {
      block.clear();
      host.stdout.write(webhooksText(last, host.now(), out));
    },
  };
}

function lines({ host }: CommandContext, printer: ObjectPrinter | undefined) {
  const known = new Map<string, string>();
  return {
    update(webhooks: HarborWebhook[]): void {
      for (const { name, deliveries, leadsTo } of webhooks) {
        for (const delivery of deliveries.toReversed()) {
          const state = `${delivery.result} ${delivery.attempts}`;
          const id = `${delivery.execution} ${refreshPath(leadsTo)}`;
          if (known.get(id) === state) continue;
          known.set(id, state);
          host.stdout.write(
            printer
              ? printer({ webhook: name, ...deliveryDocument(delivery) } as unknown as KubeObject)
              : escapeTerminal(`${line(name, delivery)}\n`),
          );
        }
      }
    },
    clear(): void {},
    close(): void {},
  };
}

function line(name: string, { at, event, artifact, result, attempts, reason }: Delivery): string {
  const head = [at === undefined ? "" : rfc3339(at), `harborwebhook/${name}`, event, artifact];
  const end = [result, attempts > 1 ? `after ${attempts} attempts` : ""];
  const text = [...head, ...end].filter((part) => part).join(" ");
  return reason === undefined ? text : `${text}: ${reason}`;
}
