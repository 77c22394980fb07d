// Many requests over a few connections, and what the API server's audit log says of them.

import assert from "node:assert/strict";
import type { AuditEvent } from "../../cluster/support/audit.ts";
import { HttpClient } from "./http_client.ts";

export interface Shot {
  path: string;
  token?: string;
  body?: string;
  headers?: Record<string, string>;
}

export interface Hit extends Shot {
  /** 0 where the connection broke. */
  code: number;
  /** Milliseconds since the epoch. */
  sent: number;
  answered: number;
}

const clock = () => performance.timeOrigin + performance.now();

/** Sends them all, each connection one after the other; one that breaks is opened again. */
export async function burst(
  url: string,
  shots: Iterable<Shot>,
  connections: number,
  ca?: string,
): Promise<Hit[]> {
  const hits: Hit[] = [];
  const rest = shots[Symbol.iterator]();
  async function shoot(): Promise<void> {
    let client: HttpClient | undefined;
    for (let next = rest.next(); !next.done; next = rest.next()) {
      const shot = next.value;
      const sent = clock();
      let code = 0;
      try {
        client ??= await HttpClient.connect(url, ca);
        const response = await client.post(shot.path, shot.token, shot.body, shot.headers);
        code = response.code;
        if (response.headers.get("connection") === "close") {
          client[Symbol.dispose]();
          client = undefined;
        }
      } catch {
        client?.[Symbol.dispose]();
        client = undefined;
      }
      hits.push({ ...shot, code, sent, answered: clock() });
    }
    client?.[Symbol.dispose]();
  }
  await Promise.all(Array.from({ length: connections }, shoot));
  return hits;
}

export function countByCode(hits: Hit[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { code } of hits) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

interface Put {
  began: number;
  ended: number;
  user: string;
}

/** The PUTs that were acknowledged, by the repository's name, in their order. */
export function putsByName(events: AuditEvent[]): Map<string, Put[]> {
  const puts = new Map<string, Put[]>();
  for (const { objectRef, responseStatus, user, ...times } of events) {
    if (responseStatus.code !== 200) continue;
    const put = {
      began: Date.parse(times.requestReceivedTimestamp),
      ended: Date.parse(times.stageTimestamp),
      user: user.username,
    };
    const name = objectRef?.name ?? "";
    puts.set(name, [...puts.get(name) ?? [], put]);
  }
  for (const list of puts.values()) list.sort((one, other) => one.began - other.began);
  return puts;
}

/** Asserts that each 2xx has a PUT which began after it was sent, and before it was answered. */
export function assertCovered(hits: Hit[], puts: Map<string, Put[]>): void {
  for (const { path, code, sent, answered } of hits) {
    if (code !== 200) continue;
    const name = path.split("/").at(-2)!;
    // Audit times are cut to microseconds, and Date.parse to milliseconds.
    const covered = puts.get(name)?.some(({ began }) => began >= sent - 1 && began <= answered + 1);
    assert.ok(covered, `a 200 for ${name} without a PUT between ${sent} and ${answered}`);
  }
}

/** Asserts that no two PUTs of one user for one repository were under way at a time. */
export function assertOneAtATime(puts: Map<string, Put[]>): void {
  for (const [name, list] of puts) {
    for (const user of new Set(list.map((put) => put.user))) {
      const mine = list.filter((put) => put.user === user);
      for (let at = 1; at < mine.length; at++) {
        const overlap = mine[at - 1]!.ended - mine[at]!.began;
        assert.ok(overlap <= 1, `two PUTs of ${user} for ${name} overlap by ${overlap} ms`);
      }
    }
  }
}

export function percentile(hits: Hit[], share: number): number {
  const times = hits.map(({ sent, answered }) => answered - sent).sort((one, two) => one - two);
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}
