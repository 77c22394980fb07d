import type { SenderName } from "../senders.ts";
import { dockerhub } from "./dockerhub.ts";
import { eventbridge } from "./eventbridge.ts";
import { gitea } from "./gitea.ts";
import { github } from "./github.ts";
import { header } from "./header.ts";
import { hmac } from "./hmac.ts";
import { jfrog } from "./jfrog.ts";
import { nexus } from "./nexus.ts";
import { quay } from "./quay.ts";
import { standard } from "./standard.ts";
import type { SenderWords } from "./typed_in.ts";

export const hookSettings: Readonly<Record<SenderName, SenderWords>> = {
  github,
  dockerhub,
  quay,
  nexus,
  jfrog,
  gitea,
  eventbridge,
  standard,
  hmac,
  header,
};
