type Dict = Record<string, unknown>;

/** A kubeconfig with one context `x` of cluster `c` and user `u`, as JSON, which is YAML too. */
export function kubeconfigText(cluster: Dict = {}, user: Dict = {}, context: Dict = {}): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "x",
    contexts: [{ name: "x", context: { cluster: "c", user: "u", ...context } }],
    clusters: [{ name: "c", cluster: { server: "https://api.example.com:6443", ...cluster } }],
    users: [{ name: "u", user }],
  });
}
