import { anonymousSeen } from "../../apprepo/doctor/look/anonymous.ts";
import { Sender } from "../../apprepo/webhook/check/sender.ts";
import type { WebhookTarget } from "../../apprepo/webhook/target.ts";
import { userAgent } from "../connect.ts";
import type { CommandContext } from "../context.ts";

/**
 * Asks as somebody without a token, whom the endpoint refuses: nothing is refreshed by that.
 * @param insecure whether any certificate will do
 * @throws {Error} where something else answers, or nothing
 */
export async function tryUrl(
  { host, stop }: CommandContext,
  baseUrl: string,
  target: WebhookTarget,
  insecure: boolean,
): Promise<void> {
  const called = { url: baseUrl, userAgent: userAgent(), insecure };
  const sender = await Sender.open(host, called, stop);
  try {
    const { url, fault } = await anonymousSeen(sender, baseUrl, target);
    if (!fault) return;
    const advice = fault.advice === "" ? "" : `\n${fault.advice}`;
    throw new Error(
      `${url} does not answer as the endpoint does: ${fault.message}${advice}\nNothing was changed in Harbor. Where only Harbor reaches that address, add --no-check.`,
    );
  } finally {
    sender.close();
  }
}
