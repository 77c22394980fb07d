import { acr } from "./acr.ts";
import { githubActions, gitlabCi } from "./ci.ts";
import { curl } from "./curl.ts";
import { distribution } from "./distribution.ts";
import { eventbridge } from "./eventbridge.ts";
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
  eventbridge,
};
