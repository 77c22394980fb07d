import type { Check } from "../check.ts";
import { found } from "../verdict.ts";

export const onePlugin: Check = {
  id: "ARD201",
  category: "plugin",
  title: "one plugin is in PATH",
  examine({ program: { paths } }) {
    const [first, ...others] = paths;
    if (others.length === 0) return found([]);
    return found([{
      severity: "warning",
      title: `${paths.length} files called kubectl-apprepo are in PATH`,
      objects: [],
      seen: paths.map((path) => path === first ? `${path} (this is what kubectl runs)` : path),
      why: "an update of one of them leaves the others as they are",
      fix: [{ command: `rm ${others.join(" ")}`, note: "keep the one that you update" }],
    }]);
  },
};
