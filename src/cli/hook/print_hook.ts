/** The one place that prints the secrets of hooks, for whoever has to type them in. */

import type { Account } from "../../apprepo/grant/objects/account.ts";
import type { Hook } from "../../apprepo/hook/hook.ts";
import { hookSettings } from "../../apprepo/hook/settings/hook_settings.ts";
import {
  idPlaceholder,
  secretPlaceholder,
  type SenderWords,
} from "../../apprepo/hook/settings/typed_in.ts";
import { webhookLabel } from "../../apprepo/webhook/settings/label.ts";
import type { KubeObject } from "../../kube/api/resource.ts";
import { escapeTerminal } from "../../output/escape.ts";
import type { Format } from "../../output/format.ts";
import { openPrinter } from "../../output/object_printer.ts";
import type { CommandContext } from "../context.ts";
import type { DryRun } from "../flags/dry_run.ts";
import { hookUrl } from "./hook_url.ts";

export interface ShownHook {
  readonly hook: Hook;
  readonly baseUrl: string;
  /** Undefined where it is not known here. */
  readonly receiver?: Account;
  /** The newest one is shown once. */
  readonly secret: SecretState;
  /** What has to be done at the sender: make a webhook, or change the one that is there. */
  readonly webhook: keyof SenderWords;
}

/** `before`: an earlier command showed it; `unmade`: a dry run makes none. */
export type SecretState = "shown" | "before" | "unmade";

/** @param isNew whether the command makes the newest one */
export function secretState(isNew: boolean, dryRun: DryRun): SecretState {
  if (!isNew) return "before";
  return dryRun === "none" ? "shown" : "unmade";
}

export async function printHook(
  { host }: CommandContext,
  shown: ShownHook,
  format: Format,
): Promise<void> {
  const { hook: { name, namespace }, secret } = shown;
  const say = (text: string) => host.stderr.write(escapeTerminal(`${text}\n`));
  const another = `kubectl apprepo hook rotate ${name} -n ${namespace}`;
  const text = await formatted(shown, format);
  try {
    host.stdout.write(text);
  } catch (error) {
    if (secret === "shown") say(`The secret was made, and could not be shown. Another: ${another}`);
    throw error;
  }
  if (secret === "unmade") say("A dry run makes no secret; it is shown where it is made.");
  if (secret === "before") say(`Its secret was shown when it was made. A new one: ${another}`);
}

/** Where the secret is not shown, nothing has a placeholder that a program could take for it. */
async function formatted(shown: ShownHook, format: Format): Promise<string> {
  const { hook, secret, webhook } = shown;
  const { text, script, parts } = hookSettings[hook.from][webhook](typedIn(shown));
  const isShown = secret === "shown";
  if (format.kind === "default") {
    return isShown && script !== undefined ? `${text}\n${script}` : text;
  }
  const document = { ...documentOf(shown), ...(isShown ? { settings: parts } : {}) };
  // The printers take any object, and this one is a document of ours.
  return (await openPrinter(format))(document as unknown as KubeObject);
}

function typedIn({ hook, baseUrl, secret: state }: ShownHook) {
  const { namespace, name, id, keys: [newest] } = hook;
  const secret = state === "shown" ? newest!.key : secretPlaceholder;
  return {
    url: hookUrl(baseUrl, hook, id ?? secret),
    secret,
    label: webhookLabel({ cluster: "hook", namespace, name }),
    hook,
  };
}

function documentOf(shown: ShownHook) {
  const { hook: { namespace, name, id, from, proof, repositories, only }, receiver } = shown;
  const { url, secret } = typedIn(shown);
  const isShown = shown.secret === "shown";
  const isUrlSecret = proof.kind === "url";
  return {
    apiVersion: "apprepo/v1",
    kind: "Hook",
    metadata: { name, namespace },
    from,
    proof,
    ...(isShown || (!isUrlSecret && id !== idPlaceholder) ? { url } : {}),
    ...(isShown && !isUrlSecret ? { secret } : {}),
    repositories,
    only,
    receiver,
  };
}
