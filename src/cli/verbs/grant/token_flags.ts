/** Which flags of the token make no sense together. */

import { PLUGIN_NAME } from "../../../about.ts";
import { UsageError } from "../../usage_error.ts";
import type { GrantConfig } from "./config_type.ts";
import type { GrantValues } from "./flags.ts";

/** @throws {UsageError} */
export function checkTokenFlags(
  { format, dryRun, tokenType, duration }: GrantConfig,
  values: GrantValues,
) {
  checkOwnTokens({ tokenType, duration }, values);
  if (duration !== undefined && tokenType !== "bound") {
    fail("--duration needs --token-type=bound: a token in a Secret lasts until it is revoked");
  }
  if (tokenType === "bound" && !values.printToken && dryRun === "none") {
    fail(
      `--token-type=bound stores the token nowhere: add --print-token, or get one later with kubectl ${PLUGIN_NAME} token --duration`,
    );
  }
  if (!values.printToken) return;
  if (tokenType === "none") fail("--print-token can't be combined with --token-type=none");
  if (dryRun !== "none") fail("--print-token can't be combined with --dry-run: no token is made");
  if (format.kind !== "default") {
    fail("--print-token can't be combined with --output, which never holds the token");
  }
}

/** Whoever has tokens of their own gets none. */
function checkOwnTokens(
  { tokenType, duration }: Pick<GrantConfig, "tokenType" | "duration">,
  values: GrantValues,
) {
  const [flag] = [
    ...(values.user === undefined ? [] : ["--user"]),
    ...(values.group === undefined ? [] : ["--group"]),
  ];
  const [tokenFlag] = [
    ...(tokenType === "bound" ? ["--token-type=bound"] : []),
    ...(duration === undefined ? [] : ["--duration"]),
    ...(values.printToken ? ["--print-token"] : []),
  ];
  if (flag === undefined || tokenFlag === undefined) return;
  fail(
    `${flag} and ${tokenFlag} can't be combined: the token comes from the issuer that the API server is set up to take`,
  );
}

function fail(message: string): never {
  throw new UsageError(message);
}
