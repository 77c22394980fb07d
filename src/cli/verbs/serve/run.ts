/** `serve`: the receiver itself, or the manifests that run it in a cluster. */

import type { CommandContext } from "../../context.ts";
import { noArguments } from "../../usage_error.ts";
import type { ServeValues } from "./flags.ts";

/** @throws {UsageError} and whatever ends the receiver */
export async function runServe(
  context: CommandContext,
  names: readonly string[],
  values: ServeValues,
): Promise<void> {
  noArguments(names);
  if (values.manifests) {
    const { printManifests } = await import("./print_manifests.ts");
    return printManifests(context, values);
  }
  const { serve } = await import("./serve.ts");
  await serve(context, values);
}
