/** Why there is no log to print, and what to do about it. */

import type { RepositoryKey } from "../../../apprepo/app_repository.ts";
import type { NoLog } from "../../../apprepo/sync/log/no_log.ts";

export class LogsError extends Error {
  override name = "LogsError";
}

export function noLog(key: RepositoryKey, { text, mayCome }: NoLog): LogsError {
  const advice = mayCome ? `To wait for it: ${logs(key)} -f` : toSeeTheNext(key);
  return new LogsError(`${text}\n${advice}`);
}

/** @param job the one that was asked for */
export function noRun(key: RepositoryKey, job: string | undefined): LogsError {
  const what = `apprepository.kubeapps.com/${key.name}`;
  const why = "Kubernetes removes a sync's Job an hour after its end";
  return new LogsError(
    job === undefined
      ? `there is no sync of ${what} to show the log of: ${why}\n${toSeeTheNext(key)}`
      : `there is no sync of ${what} with Job ${
        JSON.stringify(job)
      }: ${why}\nTo see those that are left: ${logs(key)} --all-runs`,
  );
}

/** Which takes the log of each try before it is gone. */
function toSeeTheNext({ namespace, name }: RepositoryKey): string {
  return `To sync it now and see how that goes: kubectl apprepo refresh ${name} -n ${namespace} --wait`;
}

function logs({ namespace, name }: RepositoryKey): string {
  return `kubectl apprepo logs ${name} -n ${namespace}`;
}
