/** What can go wrong on the way to the API server and back, told from the runtime's texts. */

import type { Describe, Failure, Fault } from "./fault.ts";
import { certificateFaults } from "./certificate_faults.ts";
import { oddHead } from "./odd_heads.ts";
import { handshakeFaults, notTls } from "./tls_faults.ts";

/** The texts matched are those of hyper, rustls, Node, our own transport and the system. */
export function faultOf(failure: Failure): Fault {
  const sent = !beforeSending.test(failure.text);
  const found = patterns.find(([pattern]) => pattern.test(failure.text));
  const isDown = [refused, unknownHost, noRoute].some((describe) => describe === found?.[1]);
  if (failure.proxy && !sent && (isDown || !found)) return { sent, ...badProxy(failure) };
  return { sent, ...(found?.[1] ?? broken)(failure) };
}

/** Errors of connecting. */
const beforeSending =
  /client error \(Connect\)|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|tunnel|socks/i;

/** The first that matches counts. */
const patterns: readonly (readonly [RegExp, Describe])[] = [
  [/TimeoutError|ETIMEDOUT|timed out/i, timeout],
  ...certificateFaults,
  [oddHead, unreadable],
  [/InvalidContentType|wrong version number/i, notTls],
  [
    /close_notify|handshake eof|unexpected end of file|reset by peer|ECONNRESET|Broken pipe|EPIPE/i,
    broken,
  ],
  [/proxy auth|tunnel|Proxy server|socks|the proxy/i, badProxy],
  ...handshakeFaults,
  [/dns error|failed to lookup|ENOTFOUND|EAI_AGAIN/i, unknownHost],
  [/No route to host|EHOSTUNREACH|Network is unreachable|ENETUNREACH|Host is down/i, noRoute],
  [/refused/i, refused],
];

const unable = "Unable to connect to the server:";

function timeout({ host, reason, proxy }: Failure) {
  const advice = proxy === undefined
    ? `Nothing came from ${host} in time: check the network; --request-timeout sets how long to wait.`
    : `Nothing came from ${host} through the proxy ${proxy} in time: check that the proxy answers (proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY); --request-timeout sets how long to wait.`;
  return { kind: "timeout", line: `${unable} ${reason}`, advice } as const;
}

function badProxy({ host, reason, proxy }: Failure) {
  return {
    kind: "proxy",
    line: `${unable} proxyconnect tcp: ${reason}`,
    advice:
      `The proxy ${proxy} did not lead to ${host}: check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY.`,
  } as const;
}

function unknownHost({ host }: Failure) {
  const name = host.replace(/:[0-9]+$/, "");
  return {
    kind: "unknown-host",
    line: `${unable} dial tcp: lookup ${name}: no such host`,
    advice: "Check the server's name in the kubeconfig, and the network.",
  } as const;
}

function noRoute({ host, reason }: Failure) {
  const [what = "no route to host"] =
    /no route to host|network is unreachable|host is down/i.exec(reason) ?? [];
  return {
    kind: "refused",
    line: `${unable} dial tcp ${host}: connect: ${what.toLowerCase()}`,
    advice:
      "No network leads there from this machine: check the address in the kubeconfig, the VPN and the routes.",
  } as const;
}

function refused({ host }: Failure) {
  return {
    kind: "refused",
    line:
      `The connection to the server ${host} was refused - did you specify the right host or port?`,
    advice:
      "Nothing listens there: check the server's address in the kubeconfig, and that it runs.",
  } as const;
}

/** Only where there is no other way to speak to the server: see odd_heads.ts. */
function unreadable({ host, reason }: Failure) {
  return {
    kind: "garbled",
    line: `${unable} ${host} answered with headers that can't be read: ${reason}`,
    advice:
      "What stands in front of the server may add them: at most 100 are read here, each in a line of its own.",
  } as const;
}

function broken({ host, reason }: Failure) {
  // rustls adds where its programmers can read more.
  const what = reason.replace(/: https:\/\/docs\.rs\/\S+$/, "");
  return {
    kind: "broken",
    line: `${unable} the connection to ${host} broke: ${what}`,
    advice: "The server, or something on the way to it, closed the connection; try again.",
  } as const;
}
