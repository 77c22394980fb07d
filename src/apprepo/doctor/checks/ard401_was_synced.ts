import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf, refreshCommand } from "../each_repository.ts";
import { longestSyncedName } from "../../app_repository.ts";
import { time } from "../../sync/run.ts";

/** Milliseconds in which Kubeapps' controller gets to a new repository. */
const patience = 120_000;

export const wasSynced: Check = {
  id: "ARD401",
  category: "repository",
  title: "each repository was synced",
  examine: eachSynced((one, { now }) => {
    const { repository: { metadata }, overview, key } = one;
    const age = now - (time(metadata.creationTimestamp) ?? now);
    const isKnown = overview.lastSyncAt !== undefined || overview.newest !== undefined;
    // For one with too long a name there is a check of its own.
    if (isKnown || age < patience || key.name.length > longestSyncedName) return undefined;
    // What the schedule did is forgotten after an hour, unless it went well.
    const { schedule } = overview;
    // That there is none, a check of its own tells.
    if (schedule === undefined) return undefined;
    if (typeof schedule === "object" && schedule.lastScheduledAt !== undefined) return undefined;
    return {
      severity: "error",
      title: `${nameOf(one)} was never synced`,
      objects: [refOf(one)],
      seen: ["there is no Job of it, and its CronJob has never made one"],
      why: "Kubeapps' controller did not see it, or could make nothing of it",
      fix: [{ command: refreshCommand(one) }],
    };
  }),
};
