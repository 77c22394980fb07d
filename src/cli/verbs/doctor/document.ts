/** What doctor found, as one object for `-o json` and `yaml`. Times are RFC 3339. */

import { buildInfo } from "../../../about.ts";
import type { Examined } from "../../../apprepo/doctor/examine.ts";
import { pageOf } from "./page.ts";
import type { Seen } from "../../../apprepo/doctor/seen.ts";
import { summaryOf } from "../../../apprepo/doctor/summary.ts";
import { rfc3339 } from "../../../apprepo/sync/rfc3339.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";

export function doctorDocument(
  results: readonly Examined[],
  { now, server, namespace }: Seen,
  failed: boolean,
): KubeObject {
  const report = {
    apiVersion: "apprepo/v1",
    kind: "DoctorReport",
    version: buildInfo().version,
    time: rfc3339(now),
    namespace,
    cluster: server.kind === "seen" ? { version: server.value.version } : { error: server.why },
    summary: { ...summaryOf(results), failed },
    checks: results.map(({ check, state, findings, why }) => ({
      id: check.id,
      category: check.category,
      title: check.title,
      state,
      why,
      findings,
      url: pageOf(check.id),
    })),
  };
  // The printers take any object, and this one is a document of ours.
  return report as unknown as KubeObject;
}
