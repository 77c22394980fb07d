/** What an answer means that is no 2xx of the endpoint. */

import { type Account, usualName } from "../../grant/objects/account.ts";
import type { WebhookTarget } from "../target.ts";
import { redirectVerdict } from "./redirect.ts";
import { isHtml, messageOf, type NoReply, type Reply, statusBody } from "./reply.ts";
import type { Outcome, Verdict } from "./verdict.ts";

export interface Called {
  readonly url: string;
  readonly target: WebhookTarget;
  readonly account: Account;
}

export function silenceVerdict({ url }: Called, { kind, reason }: NoReply): Verdict {
  const { host } = new URL(url);
  if (kind === "tls" && reason.includes("certificate")) {
    return {
      outcome: "untrusted",
      message: `${host} is not trusted: ${reason}`,
      advice:
        "Senders will refuse it too, unless they trust the authority that issued its certificate; if they do, check with SSL_CERT_FILE naming that authority's file.",
    };
  }
  return {
    outcome: "unreachable",
    message: `nothing answers at ${host}: ${reason}`,
    advice:
      "Check the host name, the port and the network; that it is reached from here does not mean that it is from the sender.",
  };
}

/** @returns undefined for a 2xx that is not a page */
export function refusalVerdict(
  called: Called,
  reply: Reply,
  withToken: boolean,
): Verdict | undefined {
  const { code } = reply;
  if (code >= 300 && code <= 399) return redirectVerdict(called.url, reply);
  if (isHtml(reply) && (code < 400 || code === 404 || code === 405)) {
    return verdict(reply, "no-endpoint", `${code} with a page of HTML instead of JSON`);
  }
  if (code <= 299) return undefined;
  if (code === 401) return unauthorized(called, reply);
  if (code === 403) return forbidden(called, reply, withToken);
  if (code === 404 || code === 405) return notThere(called, reply);
  if (code === 429 || code >= 500) return unavailable(called, reply);
  return verdict(reply, "refused", said(reply), "");
}

function unauthorized({ account }: Called, reply: Reply): Verdict {
  const who = accountText(account);
  return verdict(
    reply,
    "unauthorized",
    `${said(reply)}: the token of ${who} is not accepted there`,
    `Is this URL's cluster the one of your kubeconfig? A proxy in front may ask for its own login, or the token was taken back: kubectl apprepo grant${
      words(account)
    } makes a new one.`,
  );
}

function forbidden({ target, account }: Called, reply: Reply, withToken: boolean): Verdict {
  const message = messageOf(reply);
  if (withToken && message.includes("system:anonymous")) {
    return verdict(
      reply,
      "unauthorized",
      `${said(reply)}: the token did not get there`,
      "Something in front of it drops the Authorization header.",
    );
  }
  const [, verb, resource] = /cannot (\w+) resource "([\w./-]+)"/.exec(message) ?? [];
  if (verb === undefined) {
    const advice = statusBody(reply)
      ? ""
      : "Something in front of the endpoint may have refused it.";
    return verdict(reply, "forbidden", said(reply), advice);
  }
  const { namespace, name } = target;
  return verdict(
    reply,
    "forbidden",
    `${said(reply)}: ${
      accountText(account)
    } lacks the right to ${verb} ${resource}.kubeapps.com in namespace "${namespace}"`,
    `It takes get and update: kubectl apprepo grant ${name}${words(account)}${
      account.namespace === namespace ? "" : ` --to-namespace ${namespace}`
    }`,
  );
}

/** A Status speaks for the API; anything else for a server that knows no such path. */
function notThere({ target }: Called, reply: Reply): Verdict {
  const message = messageOf(reply);
  if (saysUnknownCluster(reply)) return unknownCluster(target, reply);
  if (
    reply.code === 404 && statusBody(reply)?.reason === "NotFound" && /apprepositor/i.test(message)
  ) {
    return verdict(
      reply,
      "not-found",
      said(reply),
      "The AppRepository is in your kubeconfig's cluster, but not in the one behind this URL.",
    );
  }
  return verdict(reply, "no-endpoint", said(reply));
}

function unavailable({ target }: Called, reply: Reply): Verdict {
  if (saysUnknownCluster(reply)) return unknownCluster(target, reply);
  return verdict(
    reply,
    "unavailable",
    said(reply),
    reply.code === 429
      ? "Too many requests; try again later."
      : "What stands at this address gets no answer from what is behind it: look at its Pods and their logs.",
  );
}

/** In the words of Kubeapps 2.1-2.4, or of this program's receiver. */
function saysUnknownCluster({ body }: Reply): boolean {
  return /cluster .* has no configuration|serves no cluster/.test(body);
}

function unknownCluster({ cluster }: WebhookTarget, reply: Reply): Verdict {
  return verdict(
    reply,
    "unknown-cluster",
    `${said(reply)}: it knows no cluster "${cluster}"`,
    "Give the name that Kubeapps, or 'kubectl apprepo serve', has for the cluster with --cluster-name.",
  );
}

function verdict(
  { code, milliseconds }: Reply,
  outcome: Outcome,
  message: string,
  advice = "",
): Verdict {
  return { outcome, code, milliseconds, message, advice };
}

/** `403 (apprepositories.kubeapps.com "x" is forbidden …)` */
function said(reply: Reply): string {
  const message = messageOf(reply);
  return message === "" ? `${reply.code}` : `${reply.code} (${message})`;
}

function accountText({ namespace, name }: Account): string {
  return `ServiceAccount "${name}" in namespace "${namespace}"`;
}

/** The flags that lead `grant` to the account. */
function words({ namespace, name }: Account): string {
  return name === usualName ? ` -n ${namespace}` : ` --serviceaccount ${namespace}:${name}`;
}
