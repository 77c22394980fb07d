import { usualName } from "../../grant/objects/account.ts";
import { refusalVerdict, silenceVerdict } from "../../webhook/check/judge.ts";
import { isReply, type Sender } from "../../webhook/check/sender.ts";
import { refreshPath, type WebhookTarget } from "../../webhook/target.ts";
import type { AnonymousSeen } from "../seen.ts";

/** Asks as somebody without a token, whom the endpoint refuses: nothing is refreshed by that. */
export async function anonymousSeen(
  sender: Pick<Sender, "post">,
  baseUrl: string,
  target: WebhookTarget,
): Promise<AnonymousSeen> {
  const url = baseUrl + refreshPath(target);
  const called = { url, target, account: { namespace: target.namespace, name: usualName } };
  const answer = await sender.post(url);
  if (!isReply(answer)) return { url, fault: silenceVerdict(called, answer) };
  if (answer.code === 401 || answer.code === 403) return { url };
  const refused = refusalVerdict(called, answer, false);
  if (refused) return { url, fault: refused };
  const message = `${answer.code}, as if anybody might refresh`;
  return { url, fault: { message, advice: "" } };
}
