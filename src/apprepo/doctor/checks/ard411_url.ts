import type { Check } from "../check.ts";
import { eachRepository, nameOf, refOf } from "../each_repository.ts";
import { maskSecrets } from "../../sync/log/mask.ts";
import type { AppRepository } from "../../app_repository.ts";
import { shellWord } from "../../webhook/settings/settings.ts";

export const url: Check = {
  id: "ARD411",
  category: "repository",
  title: "URLs are what Kubeapps can use",
  examine: eachRepository((one) => {
    const fault = faultOf(one.repository);
    if (!fault) return undefined;
    const { spec } = one.repository;
    const { name, namespace } = one.key;
    return {
      severity: fault.severity,
      title: `The URL of ${nameOf(one)} ${fault.what}`,
      objects: [refOf(one)],
      seen: [`spec.url is ${maskSecrets(String(spec?.url ?? ""))}, spec.type ${spec?.type}`],
      why: fault.why,
      fix: [{
        command: `kubectl patch apprepository ${name} -n ${namespace} --type=merge -p ${
          better(fault)
        }`,
      }],
    };
  }),
};

/** A URL of the tenant's, which may hold anything. */
function better({ better: url }: Fault): string {
  return shellWord(JSON.stringify({ spec: { url } }));
}

interface Fault {
  readonly severity: "warning" | "error";
  readonly what: string;
  readonly why: string;
  readonly better: string;
}

function faultOf({ spec = {} }: AppRepository): Fault | undefined {
  const url = String(spec.url ?? "");
  if (!/^(?:https?|oci):\/\/[^/]/.test(url)) {
    return {
      severity: "error",
      what: "has no scheme",
      why: "the syncer can't tell how to ask for it",
      better: `https://${url.replace(/^(?:[a-z]+:\/+|\/+)/i, "") || "HOST"}`,
    };
  }
  if (/\/index\.ya?ml$/.test(url)) {
    return {
      severity: "error",
      what: "ends with the index itself",
      why: "Kubeapps adds /index.yaml to it, and asks for one that is not there",
      better: url.replace(/\/index\.ya?ml$/, ""),
    };
  }
  if (/:\/\/[^/@]*:[^/@]*@/.test(url)) {
    return {
      severity: "warning",
      what: "has a password in it",
      why: "whoever may read AppRepositories or the syncer's log reads it, too",
      better: url.replace(/:\/\/[^/@]*@/, "://"),
    };
  }
  if (url.startsWith("http://") && !/^http:\/\/[^/]*\.(?:svc|local)\b/.test(url)) {
    return {
      severity: "warning",
      what: "is not encrypted",
      why: "charts can be exchanged on their way, and credentials read",
      better: url.replace(/^http:/, "https:"),
    };
  }
  return undefined;
}
