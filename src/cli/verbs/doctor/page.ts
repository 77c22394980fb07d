import { buildInfo, PROJECT_HOME } from "../../../about.ts";

/** Where the check is explained, as of this version. */
export function pageOf(id: string): string {
  return `${PROJECT_HOME}/blob/${buildInfo().version}/docs/doctor/${id}.md`;
}
