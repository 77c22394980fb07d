/** What is said where a server's certificate is for other names than the one it was asked for. */

import { type Failure, unverified } from "./fault.ts";
import { isIp } from "./ip.ts";

export function wrongName({ host, reason }: Failure) {
  const { name, held } = namesIn(reason);
  if (held.length === 0) {
    return unverified(
      "certificate relies on legacy Common Name field, use SANs instead",
      `The certificate of ${host} has no name in its subjectAltName, and a Common Name does not count: have it issued with ${name} there.`,
    );
  }
  const wildcard = held.find((other) => /^\*\.[^.]+$/.test(other) && isBelow(name, other));
  if (wildcard !== undefined) {
    return unverified(
      `certificate is valid for ${few(held)}, not ${name}`,
      `kubectl takes ${wildcard} for it, the TLS library of this program takes no wildcard for a whole top-level domain: have the certificate of ${host} issued with ${name}.`,
    );
  }
  // Those of the kind that was asked for first: kubectl names no others.
  const alike = held.filter((other) => isIp(other) === isIp(name));
  const others = held.filter((other) => isIp(other) !== isIp(name));
  const lacksAddress = isIp(name) && alike.length === 0;
  return unverified(
    lacksAddress
      ? `cannot validate certificate for ${name} because it doesn't contain any IP SANs`
      : `certificate is valid for ${few([...alike, ...others])}, not ${name}`,
    `Use a name that the certificate of ${host} holds${
      lacksAddress ? ` (${few(others)})` : ""
    }: in the server's address, or with --tls-server-name.`,
  );
}

function isBelow(name: string, wildcard: string): boolean {
  const [, ...parents] = name.toLowerCase().split(".");
  return `*.${parents.join(".")}` === wildcard.toLowerCase();
}

const mostNames = 3;

function few(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** From rustls' words, and from Node's. */
function namesIn(reason: string): { name: string; held: string[] } {
  const [, name, list = ""] = /not valid for name "(.*?)"(.*)/.exec(reason) ?? [];
  if (name !== undefined) {
    const held = [...list.matchAll(/\w+\("?([^")]+)"?\)/g)].map(([, held = ""]) => held);
    return { name, held };
  }
  const [, asked = "", altnames = ""] =
    /altnames: (?:Host|IP): (.*?)\.? is not in the cert's (?:altnames|list): ?(.*)/.exec(reason) ??
      [];
  const held = altnames.split(",").map((part) => part.replace(/^ *(DNS|IP Address):/, "").trim());
  return { name: asked, held: held.filter((part) => part !== "") };
}
