/** `version`: what this program is, and what it was built from. */

import { BINARY_NAME, buildInfo } from "../../../about.ts";
import type { CommandContext } from "../../context.ts";
import { noArguments } from "../../usage_error.ts";
import type { VersionValues } from "./flags.ts";

/** @throws {UsageError} */
export async function runVersion(
  { host }: CommandContext,
  names: readonly string[],
  { output }: VersionValues,
): Promise<void> {
  noArguments(names);
  const info = buildInfo();
  const { parseFormat } = await import("../../../output/format.ts");
  switch (parseFormat(output, ["json", "yaml"]).kind) {
    case "json": {
      const { encodeJson } = await import("../../../output/json.ts");
      return host.stdout.write(`${encodeJson(info, "  ")}\n`);
    }
    case "yaml": {
      const { encodeYaml } = await import("../../../output/yaml.ts");
      return host.stdout.write(encodeYaml(info));
    }
    default: {
      const from = `${info.platform}, sources ${info.sources}, Deno ${info.denoVersion}`;
      host.stdout.write(`${BINARY_NAME} ${info.version} (${from})\n`);
    }
  }
}
