import type { Fields } from "../kubeconfig/fields.ts";
import type { Status } from "./errors.ts";

/** The API's `Status`. @throws {Error} where a field has another type */
export function readStatus(fields: Fields): Status {
  const details = fields.fields("details");
  const retryAfterSeconds = details?.any("retryAfterSeconds");
  const code = fields.any("code");
  return {
    code: typeof code === "number" ? code : undefined,
    reason: fields.string("reason"),
    message: fields.string("message"),
    details: details && {
      name: details.string("name"),
      group: details.string("group"),
      kind: details.string("kind"),
      causes: details.list("causes").map((cause) => ({
        field: cause.string("field"),
        message: cause.string("message"),
      })),
      retryAfterSeconds: typeof retryAfterSeconds === "number" ? retryAfterSeconds : undefined,
    },
  };
}
