import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { answersWebhooks } from "../../kubeapps/kubeapps_version.ts";
import { examined } from "../looked.ts";

export const wayIn: Check = {
  id: "ARD602",
  category: "webhook",
  title: "the webhook's address leads to somebody who answers",
  examine({ entrance }) {
    if (!entrance) return skipped("neither a receiver nor a granted account is here");
    return examined(entrance, ({ baseUrl, foundIn, receiver, namespace, version }) => {
      const isAnswered = receiver || version === undefined || answersWebhooks(version);
      if (isAnswered) return found([]);
      return found([{
        severity: "error",
        title: "Webhooks end in Kubeapps' dashboard, which does not know them",
        objects: [],
        seen: [`${foundIn} leads ${baseUrl} to Kubeapps ${version}`],
        why:
          "the dashboard answers with a page, which a registry takes for success, and nothing is refreshed",
        fix: [{
          command: `kubectl apprepo serve --manifests --host ${
            new URL(baseUrl).host
          } | kubectl apply -n ${namespace} -f -`,
          note: "with TLS add --tls-secret",
        }],
      }]);
    });
  },
};
