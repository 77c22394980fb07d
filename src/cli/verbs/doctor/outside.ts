/** What doctor looks at beyond the cluster, where it is asked to. */

import { userAgent } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import type { DoctorConfig } from "./config.ts";
import type { DoctorValues } from "./flags.ts";

export async function openOutside({ host, stop }: CommandContext, { baseUrl }: DoctorConfig) {
  if (baseUrl === undefined) return undefined;
  const { Sender } = await import("../../../apprepo/webhook/check/sender.ts");
  const sender = await Sender.open(host, { url: baseUrl, userAgent: userAgent() }, stop);
  return { baseUrl, sender };
}

export async function openRegistry(context: CommandContext, values: DoctorValues) {
  if (values.harborUrl === undefined && values.project === undefined) return undefined;
  const { openProject } = await import("../../harbor/open_project.ts");
  return await openProject(context, values);
}
