import type { Check } from "../check.ts";
import { type Finding, found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";
import type { ReceiverSeen } from "../seen.ts";

export const receiverReady: Check = {
  id: "ARD601",
  category: "webhook",
  title: "the receiver runs, and is of this version",
  examine({ receivers, program: { version } }) {
    return examined(receivers, (all) => {
      if (all.length === 0) return skipped("no receiver of webhooks runs here: see serve");
      return found(all.flatMap((one) => [notReady(one), otherVersion(one, version)]));
    });
  },
};

function notReady({ namespace, name, wanted, ready }: ReceiverSeen): Finding | undefined {
  if (ready > 0) return undefined;
  const deployment = `deployment/${name} -n ${namespace}`;
  return {
    severity: "error",
    title: `The receiver in ${namespace} does not run`,
    objects: [{ kind: "Deployment", namespace, name }],
    seen: [`${ready} of ${wanted} replicas are ready`],
    why: "webhooks are not answered, and nobody refreshes for them",
    fix: wanted === 0
      ? [{ command: `kubectl scale ${deployment} --replicas=2` }]
      : [{ command: `kubectl describe ${deployment}` }, {
        command: `kubectl logs ${deployment} --tail=50`,
      }],
  };
}

function otherVersion(
  { namespace, name, images }: ReceiverSeen,
  version: string,
): Finding | undefined {
  const tags = images.map((image) => /:(v\d+\.\d+\.\d+)(?:@|$)/.exec(image)?.[1]);
  const [tag] = tags.filter((one) => one !== undefined);
  if (tag === undefined || tag === version) return undefined;
  return {
    severity: "warning",
    title: `The receiver in ${namespace} is ${tag}, and this program ${version}`,
    objects: [{ kind: "Deployment", namespace, name }],
    seen: images,
    why: "one of the two lacks what was mended in the other",
    fix: [{
      note: "make its manifests again by serve --manifests with the newer version, and apply them",
    }],
  };
}
