import type { GrantRequest } from "../../../apprepo/grant/request.ts";
import type { Format } from "../../../output/format.ts";
import type { DryRun } from "../../flags/dry_run.ts";

export interface GrantConfig {
  readonly format: Format;
  readonly dryRun: DryRun;
  readonly tokenType: GrantRequest["tokenType"];
  /** Seconds for which a bound token should be good. */
  readonly duration?: number;
}
