// The X.509 v3 extensions (RFC 5280, 4.2) that TLS needs, each as one encoded Extension.

import { createHash, type KeyObject } from "node:crypto";
import { isIP, isIPv4 } from "node:net";
import {
  bitString,
  boolean,
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from "./der.ts";

/** @param pathLength how many authorities may stand below it; any number unless told otherwise */
export function authorityConstraint(pathLength?: number): Uint8Array {
  const most = pathLength === undefined ? [] : [integer(Uint8Array.of(pathLength))];
  return extension("2.5.29.19", sequence(boolean(true), ...most), true);
}

/** CA:FALSE, which is what an empty one says. */
export function noAuthority(): Uint8Array {
  return extension("2.5.29.19", sequence(), true);
}

/** Signs certificates (an authority) or proves who speaks (a server or a user). */
export function keyUsage(usage: "authority" | "server" | "client"): Uint8Array {
  const bits = usage === "authority"
    ? bitString(Uint8Array.of(0b0000_0110), 1) // keyCertSign, cRLSign
    : bitString(Uint8Array.of(0b1010_0000), 5); // digitalSignature, keyEncipherment
  return extension("2.5.29.15", bits, true);
}

export function extendedKeyUsage(usage: "server" | "client" | "any"): Uint8Array {
  return extension("2.5.29.37", sequence(objectIdentifier(purposes[usage])));
}

const purposes = {
  server: "1.3.6.1.5.5.7.3.1",
  client: "1.3.6.1.5.5.7.3.2",
  any: "2.5.29.37.0",
} as const;

/** @param hosts DNS names and IP addresses, at least one */
export function subjectAltName(hosts: string[]): Uint8Array {
  return extension("2.5.29.17", sequence(...hosts.map(generalName)));
}

export function subjectKeyIdentifier(subject: KeyObject): Uint8Array {
  return extension("2.5.29.14", octetString(keyIdentifier(subject)));
}

export function authorityKeyIdentifier(authority: KeyObject): Uint8Array {
  return extension("2.5.29.35", sequence(der(0x80, keyIdentifier(authority))));
}

export function extension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  const flag = critical ? [boolean(true)] : [];
  return sequence(objectIdentifier(oid), ...flag, octetString(value));
}

function keyIdentifier(publicKey: KeyObject): Uint8Array {
  return createHash("sha1").update(publicKey.export({ type: "spki", format: "der" })).digest();
}

function generalName(host: string): Uint8Array {
  return isIP(host) ? der(0x87, addressBytes(host)) : der(0x82, new TextEncoder().encode(host));
}

function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split(".").map(Number));
  const [head = [], tail = []] = address.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...zeros, ...tail].map((group) => parseInt(group, 16));
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}
