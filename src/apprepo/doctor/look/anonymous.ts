import { usualName } from "../../grant/objects/account.ts";
import type { RepositoryKey } from "../../app_repository.ts";
import { refusalVerdict, silenceVerdict } from "../../webhook/check/judge.ts";
import { isReply, type Sender } from "../../webhook/check/sender.ts";
import { refreshPath } from "../../webhook/target.ts";
import type { AnonymousSeen } from "../seen.ts";

/** Asks as somebody without a token, whom the endpoint refuses: nothing is refreshed by that. */
export async function anonymousSeen(
  sender: Pick<Sender, "post">,
  baseUrl: string,
  key: RepositoryKey,
): Promise<AnonymousSeen> {
  const target = { cluster: "default", ...key };
  const url = baseUrl + refreshPath(target);
  const called = { url, target, account: { namespace: key.namespace, name: usualName } };
  const answer = await sender.post(url);
  if (!isReply(answer)) return { url, fault: silenceVerdict(called, answer) };
  if (answer.code === 401 || answer.code === 403) return { url };
  const refused = refusalVerdict(called, answer, false);
  if (refused) return { url, fault: refused };
  const message = `${answer.code}, as if anybody might refresh`;
  return { url, fault: { message, advice: "" } };
}
