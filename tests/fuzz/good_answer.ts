// What a Kubernetes API server answers when all is well.

/** To a request for AppRepositories, whatever their name and namespace. */
export function goodAnswer(_method: string, target: string): Record<string, unknown> {
  const [path = ""] = target.split("?");
  const found = /(?:\/namespaces\/([^/]+))?\/apprepositories(?:\/([^/]+))?$/.exec(path);
  if (!found) return { gitVersion: "v1.37.2" };
  const [, namespace = "default", name] = found.map((part) => part && decode(part));
  if (name !== undefined) return repository(namespace, name);
  return {
    apiVersion: "kubeapps.com/v1alpha1",
    kind: "AppRepositoryList",
    metadata: { resourceVersion: "7", continue: "" },
    items: ["a", "b", "c"].map((each) => repository(namespace, each)),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function repository(namespace: string, name: string): Record<string, unknown> {
  return {
    apiVersion: "kubeapps.com/v1alpha1",
    kind: "AppRepository",
    metadata: {
      name,
      namespace,
      resourceVersion: "7",
      uid: "b5b8f8f0-0000-4000-8000-000000000000",
      labels: { a: "b" },
      managedFields: [{ manager: "kubectl", operation: "Update" }],
    },
    spec: {
      type: "helm",
      url: "https://charts.example.com",
      resyncRequests: 3,
      syncJobPodTemplate: { spec: { securityContext: { runAsUser: 9007199254740993 } } },
    },
  };
}
