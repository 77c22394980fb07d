import type { Check } from "../check.ts";
import { found } from "../verdict.ts";
import type { ContextSeen } from "../seen.ts";

export const oneContext: Check = {
  id: "ARD203",
  category: "plugin",
  title: "one kubeconfig says where the current context leads",
  examine({ program: { contexts = [] } }) {
    const [first, ...others] = contexts;
    const differing = others.filter((other) => first && leads(other) !== leads(first));
    if (!first || differing.length === 0) return found([]);
    return found([{
      severity: "warning",
      title: `${differing.length + 1} kubeconfigs have a context ${first.name}, and not the same`,
      objects: [],
      seen: [first, ...differing].map((one) => `${one.path}: ${leads(one)}`),
      why: "the first of them counts, whole; the others' clusters, users and namespaces do not",
      fix: [{
        command: `kubectl config view --minify --context=${first.name}`,
        note: "shows what counts; rename the context in the others",
      }],
    }]);
  },
};

function leads({ cluster = "?", user = "?", namespace = "default" }: ContextSeen): string {
  return `cluster ${cluster}, user ${user}, namespace ${namespace}`;
}
