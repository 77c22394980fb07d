// What can happen to a request between the program and the API server.

import type { Exchange, Fault, Kind, Plan } from "./fault_proxy.ts";
import { answerBytes, type HttpAnswer } from "./http_message.ts";

const encoder = new TextEncoder();

/** The first `times` requests of a kind meet the fault, the others pass. */
export function first(kind: Kind, times: number, fault: Fault): Plan {
  return (exchange) => exchange.kind === kind && exchange.number <= times ? fault : undefined;
}

/** All requests of a kind but the first `times`. */
export function after(times: number, kind: Kind, fault: Fault): Plan {
  return (exchange) => exchange.kind === kind && exchange.number > times ? fault : undefined;
}

export function always(kind: Kind, fault: Fault): Plan {
  return first(kind, Infinity, fault);
}

/** The first plan that has something for a request decides. */
export function together(...plans: readonly Plan[]): Plan {
  return (exchange) => plans.map((plan) => plan(exchange)).find((fault) => fault !== undefined);
}

/** The request never gets to the API server. */
export function cutBefore(exchange: Exchange): void {
  exchange.cut();
}

/** The API server does what was asked, and nobody hears of it. */
export async function cutAfter(exchange: Exchange): Promise<void> {
  await exchange.forward();
  exchange.cut();
}

/** The answer breaks off before its headers are complete. */
export async function cutInHeaders(exchange: Exchange): Promise<void> {
  const bytes = answerBytes(await exchange.forward());
  await exchange.write(bytes.subarray(0, 20));
  exchange.cut();
}

/** Status and headers arrive whole, half of the body does. */
export async function cutInBody(exchange: Exchange): Promise<void> {
  const answer = await exchange.forward();
  const bytes = answerBytes(answer);
  await exchange.write(bytes.subarray(0, bytes.length - Math.ceil(answer.body.length / 2)));
  // What was written must be on its way before the connection ends.
  await new Promise((resolve) => setTimeout(resolve, 50));
  exchange.cut();
}

/** An answer that is whole for HTTP, with half of the JSON. */
export async function halfJson(exchange: Exchange): Promise<void> {
  const { status, headers, body } = await exchange.forward();
  await exchange.write(
    answerBytes({ status, headers, body: body.slice(0, Math.floor(body.length / 2)) }),
  );
}

/** The connection ends after a good answer, though nothing in the answer said so. */
export async function closeAfterwards(exchange: Exchange): Promise<void> {
  await exchange.write(answerBytes(await exchange.forward()));
  await new Promise((resolve) => setTimeout(resolve, 20));
  exchange.cut();
}

export function slow(milliseconds: number): Fault {
  return async (exchange) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await exchange.write(answerBytes(await exchange.forward()));
  };
}

/** Another answer than the API server's, which never sees the request. */
export function instead(answer: HttpAnswer): Fault {
  return (exchange) => exchange.write(answerBytes(answer));
}

/** Another answer than the API server's, which has done what was asked. */
export function afterwards(answer: HttpAnswer): Fault {
  return async (exchange) => {
    await exchange.forward();
    await exchange.write(answerBytes(answer));
  };
}

/** Something else happens just before the API server gets the request. */
export function meanwhile(happens: (exchange: Exchange) => Promise<unknown>): Fault {
  return async (exchange) => {
    await happens(exchange);
    await exchange.write(answerBytes(await exchange.forward()));
  };
}

/** Has the API server give lists in pages of `size`, whatever the program asked for. */
export function pagesOf(size: number): Plan {
  return ({ kind, request }) =>
    kind !== "LIST" ? undefined : async (exchange) => {
      const target = request.target.replace(/limit=\d+/, `limit=${size}`);
      await exchange.write(answerBytes(await exchange.forward(target)));
    };
}

/** A Status as the API server sends it. */
export function status(
  code: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const body = { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code };
  return {
    status: code,
    headers: { "Content-Type": "application/json", ...headers },
    body: encoder.encode(JSON.stringify(body)),
  };
}

export function page(
  code: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    status: code,
    headers: { "Content-Type": "text/html; charset=utf-8", ...headers },
    body: encoder.encode(text),
  };
}
