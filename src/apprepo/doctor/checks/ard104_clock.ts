import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { examined } from "../looked.ts";
import { rfc3339 } from "../../sync/rfc3339.ts";

/** Milliseconds. */
const allowed = 60_000;

export const clock: Check = {
  id: "ARD104",
  category: "cluster",
  title: "this machine's clock and the API server's agree",
  examine({ server, now }) {
    return examined(server, ({ time }) => {
      if (time === undefined) return skipped("the API server did not tell its time");
      const seconds = Math.round((now - time) / 1_000);
      if (Math.abs(now - time) <= allowed) return found([]);
      const direction = seconds > 0 ? "ahead of" : "behind";
      return found([{
        severity: "warning",
        title: `This machine's clock is ${Math.abs(seconds)} s ${direction} the API server's`,
        objects: [],
        seen: [`here it is ${rfc3339(now)}, there ${rfc3339(time)}`],
        why:
          "ages are wrong by that, and tokens and certificates may count as expired, or not yet valid",
        fix: [{ note: "set the clock by NTP on whichever of the two is wrong" }],
      }]);
    });
  },
};
