/** What hooks are answered. */

import { type Answer, jsonAnswer, refusal } from "../answer.ts";

/** One for every fault, so that nobody learns which hooks there are. */
export function noSuchHook(): Answer {
  return refusal(
    401,
    "Unauthorized",
    "There is no such hook, or the request does not show that it comes from its sender. 'kubectl apprepo hook list' shows the hooks of a namespace, 'hook rotate' makes a new secret.",
    { "www-authenticate": "Hook" },
  );
}

export function refreshed(names: readonly string[]): Answer {
  return jsonAnswer(200, { refreshed: names });
}

/**
 * What became of the first AppRepository that could not be refreshed, and which were all the same.
 * @param failure a JSON Status
 */
export function partlyRefreshed(failure: Answer, names: readonly string[]): Answer {
  const { code, headers, body } = failure;
  const { message, ...status } = JSON.parse(new TextDecoder().decode(body));
  const sentence = String(message).replace(/[.\s]*$/, ".");
  const done = `${sentence} Refreshed by the same request: ${names.join(", ")}.`;
  return jsonAnswer(code, { ...status, message: done }, headers);
}

/** @param reason a sentence */
export function nothingToDo(reason: string): Answer {
  return jsonAnswer(202, { refreshed: [], reason });
}

/** To a sender that has shown who it is. */
export function notLent(): Answer {
  return refusal(
    403,
    "Forbidden",
    "The receiver may not speak for this hook: what 'kubectl apprepo hook create' lends is not there. Run it again.",
  );
}

export function noLookUp(): Answer {
  return refusal(
    503,
    "ServiceUnavailable",
    "The receiver can't look hooks up at the moment; its operator finds more in its log. Sending the request again later does no harm.",
    { "retry-after": "10" },
  );
}
