/** A hook as the Secret that keeps it, and back. */

import type { KubeObject } from "../../kube/api/resource.ts";
import { marks } from "../grant/objects/marks.ts";
import { secrets, typeOf } from "../grant/objects/resources.ts";
import { type Hook, type HookKey, hookNameOf, hookObjectName, isRepositoryName } from "./hook.ts";
import { isProofHeader, type Proof } from "./proof.ts";
import { isSenderName, type Sender, type SenderName, senders } from "./senders.ts";

/** By it the receiver knows that a Secret is meant for it. */
export const hookSecretType = "kubectl-apprepo.dev/hook";

export interface HookSecret extends KubeObject {
  type: string;
  /** Base64. */
  data?: Readonly<Record<string, string>>;
}

/** What is wrong with a Secret that should be a hook's; it says nothing of the values. */
export class HookSecretFault extends Error {
  override name = "HookSecretFault";
}

export function hookSecret(hook: Hook): HookSecret {
  const { namespace, name, from, proof, id, keys, repositories, only } = hook;
  const sender: Sender = senders[from];
  const fields = {
    from,
    keys: JSON.stringify(keys),
    repositories: JSON.stringify(repositories),
    ...(id === undefined ? {} : { id }),
    ...(only.length === 0 ? {} : { only: JSON.stringify(only) }),
    ...(sender.proof === undefined ? { proof: JSON.stringify(proof) } : {}),
  };
  return {
    ...typeOf(secrets),
    metadata: { name: hookObjectName(name), namespace, labels: { ...marks } },
    type: hookSecretType,
    data: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, encoded(text)])),
  };
}

/** @throws {HookSecretFault} naming the field that is no good */
export function readHookSecret(secret: HookSecret): Hook {
  const { metadata: { namespace = "", name: objectName = "" }, type, data = {} } = secret;
  if (type !== hookSecretType) fail(`its type is ${JSON.stringify(String(type).slice(0, 64))}`);
  const size = Object.values(data).reduce((sum, { length }) => sum + length, 0);
  if (size > largest) fail(`it has more than ${largest} bytes`);
  const name = hookNameOf(objectName) ?? fail("its name does not begin with apprepo-hook-");
  const field = (key: string) => data[key] === undefined ? undefined : decoded(key, data[key]);
  const from = field("from");
  if (from === undefined || !isSenderName(from)) fail("from names no sender that is known here");
  const proof = proofOf(from, field("proof"));
  const id = field("id");
  if ((id === undefined) !== (proof.kind === "url")) {
    fail(proof.kind === "url" ? "id makes no sense for this sender" : "id is missing");
  }
  if (id !== undefined && !urlPart.test(id)) fail("id does not fit into a URL");
  const repositories = textsOf(
    "repositories",
    field("repositories"),
    isRepositoryName,
    mostRepositories,
  );
  if (repositories.length === 0) fail("repositories names none");
  return {
    namespace,
    name,
    from,
    proof,
    id,
    keys: keysOf(field("keys"), proof),
    repositories,
    only: textsOf("only", field("only") ?? "[]", isPattern, mostPatterns),
  };
}

/** Of all fields in base64; the largest that makes sense has some 50,000. */
const largest = 65_536;

/** More of anything is no hook, but somebody who tries what the receiver takes. */
export const mostKeys = 5;
export const mostRepositories = 50;
export const mostPatterns = 50;

/** Of a repository or package, with `*` for any characters. */
export function isPattern(text: string): boolean {
  return /^[\x21-\x7e]{1,256}$/.test(text);
}

/** Of what a URL of ours ends in. */
const urlPart = /^[A-Za-z0-9_-]{16,128}$/;
/** Of a time as RFC 3339 has it. */
const longestTime = 40;
const prefixForm = /^[\x21-\x7e]{0,32}$/;
const printable = /^[\x21-\x7e]{16,512}$/;

export function isKeyFor({ kind }: Proof, key: string): boolean {
  return (kind === "url" ? urlPart : printable).test(key);
}

function keysOf(text: string | undefined, proof: Proof): HookKey[] {
  const keys = parsed("keys", text);
  if (!Array.isArray(keys) || keys.length === 0) fail("keys are missing");
  if (keys.length > mostKeys) fail(`there are more than ${mostKeys} keys`);
  return keys.map((one) => {
    if (typeof one?.key !== "string" || !isKeyFor(proof, one.key)) {
      fail("one of keys is none: it takes 16 characters or more, without blanks");
    }
    const since = typeof one.since === "string" ? one.since.slice(0, longestTime) : "";
    return { key: one.key, since };
  });
}

function proofOf(from: SenderName, text: string | undefined): Proof {
  const sender: Sender = senders[from];
  if (sender.proof) return sender.proof;
  const proof = parsed("proof", text) as Proof | undefined;
  const isHeader = (proof?.kind === "header" || proof?.kind === "hmac") && proof.kind === from &&
    typeof proof.header === "string" && isProofHeader(proof.header);
  if (!isHeader) fail("proof is missing, or names no header");
  if (proof.kind === "header") return { kind: "header", header: proof.header.toLowerCase() };
  const { algorithm, encoding, prefix } = proof;
  if (algorithm !== "sha256" && algorithm !== "sha512") fail("proof names no algorithm");
  if (encoding !== "hex" && encoding !== "base64") fail("proof names no encoding");
  if (typeof prefix !== "string" || !prefixForm.test(prefix)) fail("proof has no prefix");
  return { kind: "hmac", header: proof.header.toLowerCase(), algorithm, encoding, prefix };
}

function textsOf(
  field: string,
  text: string | undefined,
  fits: (text: string) => boolean,
  most: number,
): string[] {
  const texts = parsed(field, text);
  if (!Array.isArray(texts) || !texts.every((one) => typeof one === "string" && fits(one))) {
    fail(`${field} is no list of names`);
  }
  if (texts.length > most) fail(`${field} has more than ${most} names`);
  return texts;
}

function parsed(field: string, text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return fail(`${field} is no JSON`);
  }
}

function encoded(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

function decoded(field: string, base64: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(base64));
  } catch {
    return fail(`${field} is no text`);
  }
}

function fail(what: string): never {
  throw new HookSecretFault(what);
}
