import { wheelCache } from "../../../tools/build/denort/find.ts";
import { fileExists } from "../../../tools/build/file_exists.ts";
import { hostTarget, type Target } from "../../../tools/build/targets.ts";

/** Whether the download that it needs was done before; `deno task release --check` builds them all. */
export async function canBeBuilt(target: Target): Promise<boolean> {
  const cached = wheelCache(target);
  return target.name === hostTarget().name || (cached !== undefined && await fileExists(cached));
}
