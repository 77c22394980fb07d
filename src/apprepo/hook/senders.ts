/** Who sends webhooks without a Kubernetes token, and how each shows that it is the one. */

import type { HmacProof, Proof } from "./proof.ts";

export interface Sender {
  /** Undefined where each hook says it. */
  readonly proof?: Proof;
  /** Whether its deliveries say which repository or package they are about. */
  readonly hasNames: boolean;
}

/** Sources of the forms: docs/registries/README.md. */
export const senders = {
  github: { proof: hmac("x-hub-signature-256", "sha256", "sha256="), hasNames: true },
  dockerhub: { proof: { kind: "url" }, hasNames: true },
  quay: { proof: { kind: "url" }, hasNames: true },
  nexus: { proof: hmac("x-nexus-webhook-signature", "sha1"), hasNames: true },
  jfrog: { proof: hmac("x-jfrog-event-auth", "sha256"), hasNames: true },
  gitea: { proof: hmac("x-gitea-signature", "sha256"), hasNames: true },
  eventbridge: { proof: { kind: "header", header: "x-apprepo-key" }, hasNames: true },
  standard: { proof: { kind: "standard" }, hasNames: false },
  hmac: { hasNames: false },
  header: { hasNames: false },
} as const satisfies Readonly<Record<string, Sender>>;

export type SenderName = keyof typeof senders;

export const senderNames = Object.keys(senders) as readonly SenderName[];

/** What people call some of them. */
const aliases: Readonly<Record<string, SenderName>> = {
  ghcr: "github",
  "docker-hub": "dockerhub",
  ecr: "eventbridge",
};

export function isSenderName(name: string): name is SenderName {
  return Object.hasOwn(senders, name);
}

/** @returns undefined for what is no sender */
export function senderCalled(name: string): SenderName | undefined {
  if (isSenderName(name)) return name;
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined;
}

function hmac(header: string, algorithm: HmacProof["algorithm"], prefix = ""): HmacProof {
  return { kind: "hmac", header, algorithm, encoding: "hex", prefix };
}
