import { longestSyncedName } from "../../app_repository.ts";
import { time } from "../../sync/run.ts";
import type { Check } from "../check.ts";
import type { Finding } from "../verdict.ts";
import { eachRepository, nameOf, refOf, refreshCommand } from "../each_repository.ts";
import type { RepositorySeen, Seen } from "../seen.ts";

/** Milliseconds in which Kubeapps' controller gets to a new repository. */
const patience = 120_000;

const each = eachRepository(unscheduled);

export const scheduled: Check = {
  id: "ARD406",
  category: "repository",
  title: "each repository has the schedule that it asks for",
  examine(seen) {
    const { repositories } = seen;
    const isBlind = repositories.kind === "seen" && repositories.value.length > 0 &&
      repositories.value.every(({ overview }) => overview.schedule === "unknown");
    return isBlind
      ? { kind: "unknown", why: "You lack the right to list cronjobs.batch there." }
      : each(seen);
  },
};

function unscheduled(one: RepositorySeen, { now }: Seen): Finding | undefined {
  const { key, repository, overview: { schedule } } = one;
  const age = now - (time(repository.metadata.creationTimestamp) ?? now);
  if (schedule === "unknown") return undefined;
  if (schedule === undefined) {
    // For one with too long a name there is a check of its own.
    if (key.name.length > longestSyncedName || age < patience) return undefined;
    return {
      severity: "error",
      title: `${nameOf(one)} has no schedule`,
      objects: [refOf(one)],
      seen: ["there is no CronJob of it in Kubeapps' namespace"],
      why:
        "Kubeapps' controller makes one for every repository that it has seen; somebody deleted it, or the controller is away",
      fix: [{
        command: refreshCommand(one),
        note: "any change of its spec makes the CronJob again",
      }],
    };
  }
  const { cronJob, namespace, cron, isSuspended } = schedule;
  const objects = [refOf(one), { kind: "CronJob", namespace, name: cronJob }];
  if (isSuspended) {
    return {
      severity: "error",
      title: `The schedule of ${nameOf(one)} is suspended`,
      objects,
      seen: [`spec.suspend of CronJob ${namespace}/${cronJob} is true`],
      why: "it is synced when somebody refreshes it, and at no other time",
      fix: [{
        command:
          `kubectl patch cronjob ${cronJob} -n ${namespace} --type=merge -p '{"spec":{"suspend":false}}'`,
      }],
    };
  }
  const { interval } = (repository.spec ?? {}) as { interval?: string };
  if (!interval || fits(interval)) return undefined;
  return {
    severity: "warning",
    title: `The interval of ${nameOf(one)} is none that Kubeapps understands`,
    objects,
    seen: [`spec.interval is ${JSON.stringify(interval)}, and its schedule ${cron}`],
    why: "Kubeapps takes ten minutes for it, without a word",
    fix: [{
      command:
        `kubectl patch apprepository ${key.name} -n ${key.namespace} --type=merge -p '{"spec":{"interval":"10m"}}'`,
      note: "such as 10m, 1h or a cron schedule",
    }],
  };
}

/** A Go duration, or what cron knows. */
function fits(interval: string): boolean {
  return /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(interval) || /^@\w/.test(interval) ||
    interval.trim().split(/\s+/).length === 5;
}
