import { nextRun } from "../../sync/next_run.ts";
import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf, refreshCommand } from "../each_repository.ts";
import { lengthOf } from "../length_of.ts";

const intervals = 3;

export const recentSuccess: Check = {
  id: "ARD403",
  category: "repository",
  title: "each repository was synced when its schedule says so",
  examine: eachSynced((one, { now }) => {
    const { schedule, newest } = one.overview;
    if (typeof schedule !== "object" || schedule.isSuspended) return undefined;
    // Of one that fails or runs now, other checks tell.
    if (newest && newest.phase !== "completed") return undefined;
    const successes = [schedule.lastSuccessAt, newest?.endedAt].filter((at) => at !== undefined);
    if (successes.length === 0) return undefined;
    const last = Math.max(...successes);
    const first = nextRun(schedule, now);
    const second = first === undefined ? undefined : nextRun(schedule, first);
    if (first === undefined || second === undefined) return undefined;
    const age = now - last;
    if (age <= intervals * (second - first)) return undefined;
    return {
      severity: "warning",
      title: `${nameOf(one)} was last synced ${lengthOf(age)} ago`,
      objects: [refOf(one), {
        kind: "CronJob",
        namespace: schedule.namespace,
        name: schedule.cronJob,
      }],
      seen: [`its schedule is ${schedule.cron}, and ${intervals} turns of it have passed`],
      why: "scheduled syncs don't start, or are replaced before they end",
      fix: [
        { command: `kubectl describe cronjob ${schedule.cronJob} -n ${schedule.namespace}` },
        { command: refreshCommand(one) },
      ],
    };
  }),
};
