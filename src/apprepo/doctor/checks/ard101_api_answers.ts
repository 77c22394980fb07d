import type { Check } from "../check.ts";
import { found } from "../verdict.ts";

export const apiAnswers: Check = {
  id: "ARD101",
  category: "cluster",
  title: "the API server answers as it should",
  examine({ server }) {
    if (server.kind === "seen") return found([]);
    return found([{
      severity: "error",
      title: "The API server does not answer as it should",
      objects: [],
      seen: [server.why],
      why: "nothing else can be looked at without it",
      fix: [{ command: "kubectl cluster-info" }, {
        note: "is this the right context? kubectl config current-context names it",
      }],
    }]);
  },
};
