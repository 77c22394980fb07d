import { withoutBrackets } from "./ip.ts";

/** Where a connection leads. */
export interface Target {
  /** A name or address, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** @param usualPort where the URL names none */
export function targetOf({ hostname, port }: URL, usualPort: number): Target {
  return { host: withoutBrackets(hostname), port: Number(port || usualPort) };
}
