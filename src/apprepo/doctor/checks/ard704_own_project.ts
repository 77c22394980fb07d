import { maskSecrets } from "../../sync/log/mask.ts";
import type { Check } from "../check.ts";
import { nameOf, refOf } from "../each_repository.ts";
import { isOfProject, ofRegistry, webhooksOf } from "../each_webhook.ts";
import { found, skipped } from "../verdict.ts";

export const ownProject: Check = {
  id: "ARD704",
  category: "registry",
  title: "webhooks lead to repositories of their own project",
  examine: ofRegistry((registry, repositories) => {
    const led = repositories.filter((one) => webhooksOf(registry, one).length > 0);
    if (led.length === 0) return skipped("no webhook of Harbor's project leads here");
    return found(led.map((one) => {
      if (isOfProject(registry, one.repository)) return undefined;
      const { spec } = one.repository;
      const { project, hosts } = registry;
      return {
        severity: "warning",
        title: `A webhook of project ${project} refreshes ${nameOf(one)}, which is not of it`,
        objects: [refOf(one)],
        seen: [
          `spec.url is ${maskSecrets(String(spec?.url ?? ""))}; the project's begin with ${
            hosts.map((host) => `oci://${host}/${project}`).join(" or ")
          }`,
        ],
        why:
          "pushes to the project start syncs that find nothing new, and its own repository waits",
        fix: [{
          note:
            "harbor delete it, and harbor apply one for the repository that shows the project; where Harbor is reached by two names, all is well",
        }],
      };
    }));
  }),
};
