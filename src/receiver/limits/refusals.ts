/** What callers are refused with before any API server is asked. */

import { type Answer, refusal } from "../answer.ts";
import { unauthorized } from "../error_answer.ts";

/** @param hasOther whether there is an Authorization header at all */
export function noToken(hasOther: boolean): Answer {
  const found = hasOther
    ? "The Authorization header holds no bearer token"
    : "The request has no Authorization header";
  // Worded so that nothing in it looks like a secret to whoever masks what is logged.
  return unauthorized(
    `${found}, which is the word Bearer and then the token of a ServiceAccount: the sender must be given both.`,
  );
}

/** @param own the name of the one it runs for */
export function unknownCluster(name: string, own: string): Answer {
  const shown = JSON.stringify(name.slice(0, 63));
  return refusal(
    404,
    "NotFound",
    `This receiver serves no cluster ${shown}; the one it runs for is "${own}".`,
  );
}

export function tooMany(what: string): Answer {
  return refusal(
    429,
    "TooManyRequests",
    `There are more ${what} than the receiver takes. Nothing was refreshed.`,
    { "retry-after": "1" },
    { retryAfterSeconds: 1 },
  );
}
