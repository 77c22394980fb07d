import { nextRun } from "../../sync/next_run.ts";
import { hasEnded } from "../../sync/run.ts";
import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";
import { lengthOf } from "../length_of.ts";

/** Milliseconds. */
const longest = 30 * 60_000;

export const endsInTime: Check = {
  id: "ARD404",
  category: "repository",
  title: "syncs end before the next one begins",
  examine: eachSynced((one, { now }) => {
    const { newest, schedule } = one.overview;
    if (!newest || hasEnded(newest) || newest.startedAt === undefined) return undefined;
    const lasts = now - newest.startedAt;
    const next = typeof schedule === "object" ? nextRun(schedule, newest.startedAt) : undefined;
    const isPastNext = newest.isScheduled && next !== undefined && now > next;
    if (lasts <= longest && !isPastNext) return undefined;
    const { namespace, job } = newest;
    return {
      severity: "warning",
      title: `The sync of ${nameOf(one)} has been running for ${lengthOf(lasts)}`,
      objects: [refOf(one), { kind: "Job", namespace, name: job }],
      seen: [`Job ${namespace}/${job} has not ended`],
      why:
        "the schedule replaces a Job that still runs: a sync that needs more than its interval never ends",
      fix: [{
        command:
          `kubectl patch apprepository ${one.key.name} -n ${one.key.namespace} --type=merge -p '{"spec":{"interval":"1h"}}'`,
        note: "an interval that is longer than a sync takes",
      }],
    };
  }),
};
