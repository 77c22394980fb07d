import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { lengthOf } from "../length_of.ts";
import { examined } from "../looked.ts";

/** Milliseconds. */
const soon = 14 * 86_400_000;

export const certificate: Check = {
  id: "ARD603",
  category: "webhook",
  title: "the certificate of the webhook's host is valid, and for a while",
  examine({ hostCertificates, now }) {
    return examined(hostCertificates, (all) => {
      if (all.length === 0) return skipped("no Ingress of a receiver names a certificate");
      return found(all.map(({ namespace, secret, hosts, expiresAt }) => {
        const left = expiresAt === undefined ? undefined : expiresAt - now;
        if (left !== undefined && left > soon) return undefined;
        const state = left === undefined
          ? "can't be read"
          : left > 0
          ? `expires in ${lengthOf(left)}`
          : `expired ${lengthOf(-left)} ago`;
        return {
          severity: left !== undefined && left > 0 ? "warning" as const : "error" as const,
          title: `The certificate of ${hosts.join(", ")} ${state}`,
          objects: [{ kind: "Secret", namespace, name: secret }],
          seen: [`key tls.crt of Secret ${namespace}/${secret}`],
          why: "registries refuse the connection, and no webhook arrives",
          fix: [{
            command:
              `kubectl create secret tls ${secret} -n ${namespace} --cert=tls.crt --key=tls.key --dry-run=client -o yaml | kubectl apply -f -`,
            note:
              "with the renewed files; where cert-manager makes it, its Certificate says why it did not",
          }],
        };
      }));
    });
  },
};
