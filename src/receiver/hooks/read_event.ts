/** Reads a delivery in its sender's form. It decides whether there is something to do, never what. */

import type { Hook } from "../../apprepo/hook/hook.ts";
import type { SenderName } from "../../apprepo/hook/senders.ts";
import type { HookEvent, ReadEvent } from "./event.ts";
import { dockerhubEvent } from "./events/dockerhub.ts";
import { eventbridgeEvent } from "./events/eventbridge.ts";
import { giteaEvent } from "./events/gitea.ts";
import { githubEvent } from "./events/github.ts";
import { jfrogEvent } from "./events/jfrog.ts";
import { nexusEvent } from "./events/nexus.ts";
import { quayEvent } from "./events/quay.ts";
import { matchesGlob } from "./glob.ts";

const anything: ReadEvent = () => ({ asks: true, names: [] });

const readers: Readonly<Record<SenderName, ReadEvent>> = {
  github: githubEvent,
  dockerhub: dockerhubEvent,
  quay: quayEvent,
  nexus: nexusEvent,
  jfrog: jfrogEvent,
  gitea: giteaEvent,
  eventbridge: eventbridgeEvent,
  standard: anything,
  hmac: anything,
  header: anything,
};

export function readEvent(
  { from }: Pick<Hook, "from">,
  headers: ReadonlyMap<string, string>,
  body: Uint8Array,
): HookEvent {
  return readers[from](headers, payloadOf(headers, body));
}

/** Whether the hook goes by what the event is about; one that names nothing is meant by no pattern. */
export function isMeant({ only }: Pick<Hook, "only">, { names }: HookEvent): boolean {
  if (only.length === 0) return true;
  return names.some((name) => only.some((pattern) => matchesGlob(pattern, name)));
}

/**
 * JSON, or a form whose `payload` is JSON, as GitHub and Gitea send it; undefined for all else. What
 * calls itself a form and has none is curl's JSON.
 */
function payloadOf(headers: ReadonlyMap<string, string>, body: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get("content-type") ?? "");
    return JSON.parse(isForm ? new URLSearchParams(text).get("payload") ?? text : text);
  } catch {
    return undefined;
  }
}
