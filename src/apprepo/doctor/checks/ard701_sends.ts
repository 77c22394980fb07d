import type { Check } from "../check.ts";
import { noHarbor } from "../each_webhook.ts";
import { examined } from "../looked.ts";
import { found } from "../verdict.ts";

export const sends: Check = {
  id: "ARD701",
  category: "registry",
  title: "Harbor sends webhooks",
  examine: ({ harbor }) =>
    harbor === undefined ? noHarbor : examined(harbor, ({ address, isSending }) => {
      if (isSending === undefined) return { kind: "unknown", why: "Harbor does not say so." };
      if (isSending) return found([]);
      return found([{
        severity: "error",
        title: "Webhooks are switched off in Harbor",
        objects: [],
        seen: [`${address}/api/v2.0/systeminfo: notification_enable is false`],
        why: "none of its webhooks is sent, whatever its policies say",
        fix: [{
          note:
            "as an administrator of Harbor: Administration, Configuration, System Settings, Webhooks enabled",
        }],
      }]);
    }),
};
