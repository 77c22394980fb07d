/** Tries a webhook: a POST without a token, then one with it, and a look at the counter. */

import type { Host } from "../../../host.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { appRepositories, type AppRepository } from "../../app_repository.ts";
import { type Called, refusalVerdict, silenceVerdict } from "./judge.ts";
import { answeredUid, type NoReply, type Reply } from "./reply.ts";
import { isReply, Sender } from "./sender.ts";
import type { Verdict } from "./verdict.ts";
import { withVersion } from "./version.ts";

export interface CheckedWebhook extends Called {
  readonly baseUrl: string;
  readonly token: string;
  /** What this program calls itself to servers. */
  readonly userAgent: string;
}

type CheckHost = Pick<Host, "env" | "files" | "platform" | "now" | "sleep">;

/** Milliseconds within which a raise that was answered for is seen; it should be there at once. */
const raiseSeenWithin = 2_000;
/** Harbor's time-out as shipped, in milliseconds. */
const harborGivesUp = 3_000;
/** Kubeapps 2.1-2.4 answers 409 where somebody else changed the repository meanwhile. */
const attemptsOnConflict = 3;

/**
 * Makes one refresh where everything is right. The token goes to the URL's own host only.
 * @throws {ApiError} {ConnectionError} where the AppRepository can't be read in the cluster
 */
export async function checkWebhook(
  host: CheckHost,
  client: Pick<KubeClient, "get" | "list">,
  webhook: CheckedWebhook,
  signal: AbortSignal,
): Promise<Verdict> {
  const sender = await Sender.open(host, webhook, signal);
  try {
    const check = new Check(host, client, webhook, signal, sender);
    const verdict = await check.withoutToken() ?? await check.withToken();
    return await withVersion(verdict, { client, sender, baseUrl: webhook.baseUrl, signal });
  } finally {
    sender.close();
  }
}

class Check {
  readonly #host: CheckHost;
  readonly #client: Pick<KubeClient, "get">;
  readonly #webhook: CheckedWebhook;
  readonly #signal: AbortSignal;
  readonly #sender: Sender;

  constructor(
    host: CheckHost,
    client: Pick<KubeClient, "get">,
    webhook: CheckedWebhook,
    signal: AbortSignal,
    sender: Sender,
  ) {
    this.#host = host;
    this.#client = client;
    this.#webhook = webhook;
    this.#signal = signal;
    this.#sender = sender;
  }

  /** @returns undefined where it was refused for want of a token, as it should be */
  async withoutToken(): Promise<Verdict | undefined> {
    const before = await this.#repository();
    const answer = await this.#sender.post(this.#webhook.url);
    if (!isReply(answer)) return silenceVerdict(this.#webhook, answer);
    const { code, milliseconds } = answer;
    if (code === 401 || code === 403) return undefined;
    const refused = refusalVerdict(this.#webhook, answer, false);
    if (refused) return refused;
    const after = await this.#raisedFrom(before);
    if (after !== undefined) {
      return {
        outcome: "open",
        code,
        milliseconds,
        message: `${code} without a token, and the AppRepository was refreshed`,
        advice:
          "Something in front of the endpoint adds credentials of its own: whoever reaches this URL acts with them.",
      };
    }
    return {
      outcome: "no-endpoint",
      code,
      milliseconds,
      message: `${code} without a token, and nothing was refreshed`,
      advice: "",
    };
  }

  async withToken(): Promise<Verdict> {
    const before = await this.#repository();
    const answer = await this.#postWithToken();
    if (!isReply(answer)) return silenceVerdict(this.#webhook, answer);
    const refused = refusalVerdict(this.#webhook, answer, true);
    if (refused) return refused;
    const after = await this.#raisedFrom(before);
    return after === undefined
      ? notRefreshed(before, answer)
      : refreshed(counter(before), after, answer);
  }

  async #postWithToken(): Promise<Reply | NoReply> {
    for (let attempt = 1;; attempt++) {
      const answer = await this.#sender.post(this.#webhook.url, this.#webhook.token);
      const conflict = isReply(answer) && answer.code === 409;
      if (!conflict || attempt === attemptsOnConflict) return answer;
      await this.#host.sleep(100 * attempt, this.#signal);
    }
  }

  /** @returns the counter as soon as it is higher; undefined where it stays */
  async #raisedFrom(before: AppRepository): Promise<number | undefined> {
    const until = this.#host.now() + raiseSeenWithin;
    for (let pause = 50;; pause *= 2) {
      const now = counter(await this.#repository());
      if (now > counter(before)) return now;
      if (this.#host.now() + pause > until) return undefined;
      await this.#host.sleep(pause, this.#signal);
    }
  }

  #repository(): Promise<AppRepository> {
    const { namespace, name } = this.#webhook.target;
    const options = { signal: this.#signal };
    return this.#client.get<AppRepository>(appRepositories, { namespace, name }, options);
  }
}

function counter({ spec }: AppRepository): number {
  return spec?.resyncRequests ?? 0;
}

function refreshed(before: number, after: number, { code, milliseconds }: Reply): Verdict {
  return {
    outcome: "refreshed",
    code,
    milliseconds,
    message:
      `refreshed: ${code} in ${milliseconds} ms, and spec.resyncRequests went from ${before} to ${after}`,
    advice: milliseconds < harborGivesUp
      ? ""
      : "Harbor gives up after 3 seconds and tries again, which makes one sync more each time.",
  };
}

function notRefreshed(before: AppRepository, reply: Reply): Verdict {
  const { code, milliseconds } = reply;
  const uid = answeredUid(reply);
  const message = `${code}, but spec.resyncRequests stayed at ${counter(before)}`;
  const common = { outcome: "not-refreshed", code, milliseconds } as const;
  if (uid !== undefined && uid !== before.metadata.uid) {
    return {
      ...common,
      message: `${message}: the AppRepository that it answered for is another one`,
      advice: "This URL leads to another cluster than your kubeconfig.",
    };
  }
  return {
    ...common,
    message,
    advice: "Senders would report success: whatever answers there is not the endpoint.",
  };
}
