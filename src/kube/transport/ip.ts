/** IP addresses as text: equal, loopback, within a CIDR range. Brackets are not part of them. */

/** 127.0.0.0/8, ::1 and the name localhost. */
export function isLoopback(host: string): boolean {
  if (host === "localhost") return true;
  const bits = parse(host);
  return bits !== undefined &&
    (within(bits, parse("127.0.0.0")!, 8 + 96) || bits === parse("::1"));
}

export function isIp(host: string): boolean {
  return parse(host) !== undefined;
}

export function sameAddress(one: string, other: string): boolean {
  const bits = parse(one);
  return bits !== undefined && bits === parse(other);
}

/** @param range such as `10.0.0.0/8`; a malformed one holds nothing */
export function isInRange(host: string, range: string): boolean {
  const [address = "", length = ""] = range.split("/");
  const bits = parse(host);
  const network = parse(address);
  if (bits === undefined || network === undefined || !/^[0-9]{1,3}$/.test(length)) return false;
  const isIpv4 = address.includes(".");
  if (isIpv4 !== isMapped(bits) || Number(length) > (isIpv4 ? 32 : 128)) return false;
  return within(bits, network, Number(length) + (isIpv4 ? 96 : 0));
}

function isMapped(bits: bigint): boolean {
  return bits >> 32n === 0xffffn;
}

function within(bits: bigint, network: bigint, length: number): boolean {
  const rest = BigInt(128 - length);
  return bits >> rest === network >> rest;
}

/** 128 bits; an IPv4 address is the IPv6 address that it maps to. */
function parse(text: string): bigint | undefined {
  if (/^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(text)) {
    const parts = text.split(".").map(Number);
    return parts.some((part) => part > 255)
      ? undefined
      : parts.reduce((bits, part) => bits << 8n | BigInt(part), 0xffffn);
  }
  if (!text.includes(":") || !URL.canParse(`http://[${text}]/`)) return undefined;
  // The runtime's own canonical form: hexadecimal groups with at most one `::`.
  const [head = "", tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split("::");
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = new Array<bigint>(8 - before.length - after.length).fill(0n);
  return [...before, ...zeros, ...after].reduce((bits, group) => bits << 16n | group, 0n);
}

function groups(text: string): bigint[] {
  return text === "" ? [] : text.split(":").map((group) => BigInt(`0x${group}`));
}

/** A host as URLs write it, `[::1]`, as it is otherwise written. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}
