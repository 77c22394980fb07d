import { type Hint, hintsOf } from "../../../apprepo/doctor/hints.ts";
import { seen, unseen } from "../../../apprepo/doctor/looked.ts";
import { asSeen, type RepositoryStatus } from "../../../apprepo/status/repository_status.ts";

/** @param now in ms since the epoch */
export function hintsFor(status: RepositoryStatus, now: number): Hint[] {
  const { releases } = status;
  const looked = releases ? seen(releases) : unseen("there is no right to look");
  return hintsOf(asSeen(status), now, looked);
}
