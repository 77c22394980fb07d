import { acr } from "./acr.ts";
import { githubActions, gitlabCi } from "./ci.ts";
import { curl } from "./curl.ts";
import { distribution } from "./distribution.ts";
import { gitea } from "./gitea.ts";
import { harbor } from "./harbor.ts";
import { jfrog } from "./jfrog.ts";
import type { Platform } from "./settings.ts";

/** By the name that `--for` takes. */
export const platforms: Readonly<Record<string, Platform>> = {
  harbor,
  curl,
  "github-actions": githubActions,
  "gitlab-ci": gitlabCi,
  acr,
  jfrog,
  distribution,
  gitea,
};

/** Why there are no settings for a sender that people ask for, by the same names: two lines. */
export const unfit: Readonly<Record<string, string>> = {
  eventbridge:
    "EventBridge takes at most 512 characters for the value of a header (ApiKeyValue), and 'Bearer ' with a ServiceAccount's token has more\nLet the job that pushes the chart call the webhook: --for github-actions, gitlab-ci or curl. Or make a hook, which takes a key: kubectl apprepo hook create NAME --from eventbridge",
};
