/** Which of the few things that the receiver answers a request is for. */

import { type Answer, refusal } from "./answer.ts";

/** The parts of the path, decoded; what is no name has been refused. */
export interface Target {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** What the path of a hook says; the last part may be a secret. */
export interface HookAddress {
  readonly namespace: string;
  readonly name: string;
  readonly secret: string;
}

export type Route =
  | { readonly kind: "refresh"; readonly target: Target }
  | { readonly kind: "hook"; readonly address: HookAddress }
  | { readonly kind: "healthz" | "readyz" | "metrics" }
  | { readonly kind: "refused"; readonly answer: Answer };

export const refreshPath =
  "/api/v1/clusters/CLUSTER/namespaces/NAMESPACE/apprepositories/NAME/refresh";

const pattern =
  /^\/api\/v1\/clusters\/([^/]*)\/namespaces\/([^/]*)\/apprepositories\/([^/]*)\/refresh$/;

const hookPattern =
  /^\/hook\/([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)\/([a-z0-9][-.a-z0-9]{0,62})\/([A-Za-z0-9_-]{1,128})$/;

/**
 * @param path the request's target as it came, without the query
 * @param hasHooks whether hooks are served at all
 */
export function webhookRoute(method: string, path: string, hasHooks = false): Route {
  const probe = probeRoute(method, path);
  if (probe) return probe;
  // What load balancers look at unless told otherwise.
  if (path === "/" && isRead(method)) return { kind: "readyz" };
  const hook = hasHooks ? hookPattern.exec(path) : null;
  if (hook) {
    if (method !== "POST") return refused(notAllowed(method, "POST"));
    const [, namespace = "", , name = "", secret = ""] = hook;
    return { kind: "hook", address: { namespace, name, secret } };
  }
  const parts = pattern.exec(path)?.slice(1).map(decoded);
  if (parts === undefined) return refused(notFound(path, hasHooks));
  if (method !== "POST") return refused(notAllowed(method, "POST"));
  const [cluster, namespace, name] = parts;
  if (cluster === undefined || namespace === undefined || name === undefined) {
    return refused(
      refusal(400, "BadRequest", "The path holds a percent sign that starts no UTF-8 character."),
    );
  }
  const fault = nameFault(namespace, name);
  return fault ? refused(fault) : { kind: "refresh", target: { cluster, namespace, name } };
}

/** What the port for metrics and probes answers. */
export function metricsRoute(method: string, path: string): Route {
  const probe = probeRoute(method, path);
  if (probe) return probe;
  if (path === "/metrics") {
    return isRead(method) ? { kind: "metrics" } : refused(notAllowed(method, "GET, HEAD"));
  }
  const message = "This port answers /metrics, /healthz and /readyz only.";
  return refused(refusal(404, "NotFound", message));
}

function probeRoute(method: string, path: string): Route | undefined {
  if (path !== "/healthz" && path !== "/readyz") return undefined;
  if (!isRead(method)) return refused(notAllowed(method, "GET, HEAD"));
  return { kind: path === "/healthz" ? "healthz" : "readyz" };
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

function refused(answer: Answer): Route {
  return { kind: "refused", answer };
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function notFound(path: string, hasHooks: boolean): Answer {
  const hooks = hasHooks ? " and POST /hook/NAMESPACE/NAME/SECRET" : "";
  const slash = /^\/(api|hook)\/.*\/$/.test(path) ? " The path must not end in a slash." : "";
  return refusal(404, "NotFound", `Nothing is here but POST ${refreshPath}${hooks}.${slash}`);
}

function notAllowed(method: string, allow: string): Answer {
  const redirected = method === "GET" && allow === "POST"
    ? " A GET here is often a POST that a redirect (http to https, say) turned into one: give the sender the final URL."
    : "";
  const message = `The method ${method} is not allowed, only ${allow}.${redirected}`;
  return refusal(405, "MethodNotAllowed", message, { allow });
}

/** DNS label and DNS subdomain, as the API server wants them; no object has another name. */
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function nameFault(namespace: string, name: string): Answer | undefined {
  const rule = "lower-case letters, digits and -, with a letter or digit at both ends";
  if (!label.test(namespace)) {
    return refusal(
      404,
      "NotFound",
      `There can be no such namespace: a name has 63 ${rule}, at most.`,
    );
  }
  if (name.length <= 253 && subdomain.test(name)) return undefined;
  return refusal(
    404,
    "NotFound",
    `There can be no such AppRepository: a name has 253 ${rule}, at most, and dots between such parts.`,
  );
}
