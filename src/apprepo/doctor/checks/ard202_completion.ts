import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";

export const completion: Check = {
  id: "ARD202",
  category: "plugin",
  title: "kubectl's completion asks this plugin",
  examine({ program: { completer } }) {
    if (!completer || completer.state === "missing") {
      return skipped("completion is not installed: kubectl apprepo completion install does that");
    }
    if (completer.state !== "other") return found([]);
    return found([{
      severity: "warning",
      title: "kubectl asks another program what completes kubectl apprepo",
      objects: [],
      seen: [`${completer.path} does not lead to the ${completer.program} beside it`],
      why: "the TAB key offers what another version knows, or nothing",
      fix: [{
        command: "kubectl apprepo completion install",
        note: `remove ${completer.path} first`,
      }],
    }]);
  },
};
