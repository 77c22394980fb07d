import type { Check } from "../check.ts";
import { type Finding, found } from "../verdict.ts";
import { examined } from "../looked.ts";

export const kubernetesVersion: Check = {
  id: "ARD105",
  category: "cluster",
  title: "Kubernetes is new enough for all that grant does",
  examine({ server }) {
    return examined(server, ({ major, minor, version }) => found([finding(major, minor, version)]));
  },
};

function finding(major: number, minor: number, version: string): Finding | undefined {
  if (major > 1 || minor >= 30) return undefined;
  const seen = [`the API server is ${version}`];
  if (minor < 24) {
    return {
      severity: "warning",
      title: "Kubernetes is older than 1.24",
      objects: [],
      seen,
      why: "this program was never tried on it, and Kubernetes itself has given it up",
      fix: [{ note: "upgrade Kubernetes" }],
    };
  }
  return {
    severity: "warning",
    title: "Kubernetes is older than 1.30, and has no lock for granted accounts",
    objects: [],
    seen,
    why: "a webhook's token can rewrite the repository's URL and the Pods that sync it, too",
    fix: [{ note: "upgrade Kubernetes to 1.30 or newer, then run grant again" }],
  };
}
