import type { AppRepository, RepositoryKey } from "../../../apprepo/app_repository.ts";
import { isUnderstood } from "../../../apprepo/doctor/checks/ard402_last_sync.ts";
import { type Hint, hintsOf } from "../../../apprepo/doctor/hints.ts";
import { unseen } from "../../../apprepo/doctor/looked.ts";
import { syncOverview } from "../../../apprepo/sync/overview/sync_overview.ts";
import type { SyncEnd } from "../../../apprepo/sync/sync_end.ts";

/**
 * What doctor's checks make of the end of one sync.
 * @param now in ms since the epoch
 * @returns undefined where they know no more than the end itself says
 */
export function endHint(
  key: RepositoryKey,
  repository: AppRepository,
  end: SyncEnd,
  now: number,
): Hint | undefined {
  if (end.outcome !== "failed") return undefined;
  const runs = end.run ? [end.run] : [];
  const overview = syncOverview({ createdAt: now, runs, schedules: undefined }, now);
  const secrets = unseen("it was not looked at");
  const hints = hintsOf({ key, repository, overview, end, secrets }, now);
  return hints.find(({ id }) => id !== "ARD402" || isUnderstood(end.message ?? ""));
}
