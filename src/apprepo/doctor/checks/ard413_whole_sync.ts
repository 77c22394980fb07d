import type { Check } from "../check.ts";
import { eachSynced, nameOf, refOf } from "../each_repository.ts";

const shown = 5;

export const wholeSync: Check = {
  id: "ARD413",
  category: "repository",
  title: "syncs leave nothing out",
  examine(seen) {
    const verdict = each(seen);
    const { repositories } = seen;
    // Of a Job that went well, only the log tells; one that is gone with its Pod is nobody's fault.
    const notes = repositories.kind === "seen"
      ? repositories.value.flatMap(({ end }) => end?.outcome === "completed" ? end.note ?? [] : [])
      : [];
    const right = notes.find((note) => note.startsWith("You lack the right"));
    const isSilent = verdict.kind === "findings" && verdict.findings.length === 0;
    return isSilent && right !== undefined ? { kind: "unknown", why: right } : verdict;
  },
};

const each = eachSynced((one) => {
  const { end } = one;
  if (end?.outcome !== "partly-synced" || !end.run) return undefined;
  const { namespace, job } = end.run;
  const charts = end.failedCharts.slice(0, shown).join(", ");
  const { name, namespace: home } = one.key;
  return {
    severity: "error",
    title: `The last sync of ${nameOf(one)} left something out`,
    objects: [refOf(one), { kind: "Job", namespace, name: job }],
    seen: [end.message ?? "", ...charts ? [`charts: ${charts}`] : []],
    why: "the Job ends well all the same: only its log tells",
    fix: [{ command: `kubectl apprepo logs ${name} -n ${home}` }],
  };
});
