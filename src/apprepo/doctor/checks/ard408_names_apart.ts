import { cronJobName } from "../../sync/job_names.ts";
import type { Check } from "../check.ts";
import { found, skipped } from "../verdict.ts";
import { nameOf, refOf } from "../each_repository.ts";
import { examined } from "../looked.ts";

export const namesApart: Check = {
  id: "ARD408",
  category: "repository",
  title: "no two repositories share one schedule",
  examine({ repositories }) {
    return examined(repositories, (all) => {
      if (all.length === 0) return skipped("there is no AppRepository");
      const shared = Map.groupBy(all, ({ key }) => cronJobName(key));
      return found([...shared].map(([name, ones]) => {
        if (ones.length < 2) return undefined;
        return {
          severity: "error" as const,
          title: `${ones.map(nameOf).join(" and ")} share one schedule`,
          objects: ones.map(refOf),
          seen: [`the CronJob of each would be called ${name}`],
          why:
            "Kubeapps makes its name of namespace and name; the last one that changes takes it away from the others",
          fix: [{ note: "give all but one of them another name" }],
        };
      }));
    });
  },
};
