import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";

export const asksForToken: Check = {
  id: "ARD607",
  category: "webhook",
  title: "the webhook's URL asks for a token",
  examine({ anonymous }) {
    if (!anonymous) return skipped("give its address by --base-url");
    return examined(anonymous, ({ url, fault }) => {
      if (!fault) return found([]);
      return found([{
        severity: "error",
        title: "The webhook's URL does not answer as the endpoint does",
        objects: [],
        seen: [`POST ${url} without a token: ${fault.message}`],
        why:
          "the endpoint refuses whoever has no token, by 401; what answers here is something else, or nothing",
        fix: [{
          note: fault.advice ||
            "put the receiver at that path, see docs/serve.md; webhook-url --check tries it with a token",
        }],
      }]);
    });
  },
};
