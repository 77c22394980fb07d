import { HarborClient } from "../../harbor/client.ts";
import { HarborProject } from "../../harbor/project.ts";
import type { SystemInfo } from "../../harbor/shapes.ts";
import { escapeTerminal } from "../../output/escape.ts";
import { userAgent } from "../connect.ts";
import type { CommandContext } from "../context.ts";
import { UsageError } from "../usage_error.ts";
import { completeConnectionFlags, type ConnectionValues } from "../flags/connection_flags.ts";
import { harborCredentials } from "./credentials.ts";
import { type HarborPlace, harborWords } from "./flags.ts";
import { parseHarborUrl } from "./harbor_address.ts";

export interface OpenProject {
  readonly project: HarborProject;
  /** How another command reaches it. */
  readonly words: string;
  /** What Harbor says of itself to whoever is logged in. */
  info(): Promise<SystemInfo>;
  close(): void;
}

/**
 * Nothing is sent yet.
 * @throws {UsageError} {ConfigError} {FileError}
 */
export async function openProject(
  { host, stop }: CommandContext,
  values: HarborPlace & ConnectionValues,
): Promise<OpenProject> {
  const address = parseHarborUrl(values.harborUrl, values.allowHttp);
  const { project } = values;
  if (project === undefined) {
    throw new UsageError(
      "--project is needed: the one of Harbor's projects that the charts are in",
    );
  }
  // In a path, the dots would lead elsewhere.
  if (["", ".", ".."].includes(project)) {
    throw new UsageError(`--project wants the name of a project, not ${JSON.stringify(project)}`);
  }
  const { harborCa: origin } = values;
  const ca = origin === undefined ? undefined : { origin, pem: await host.files.readText(origin) };
  const { requestTimeout } = completeConnectionFlags(values);
  const credentials = await harborCredentials(host, values, address);
  const trace = values.v >= 6 ? (await import("../../kube/api/trace.ts")).traceLines : undefined;
  const client = await HarborClient.open(host, {
    address,
    credentials,
    ca,
    userAgent: userAgent(),
    requestTimeout,
    signal: stop,
    trace: trace &&
      ((exchange) => host.stderr.write(escapeTerminal(trace(exchange, values.v)))),
  });
  return {
    project: new HarborProject(client, project),
    words: harborWords(values),
    info: () => client.json<SystemInfo>({ method: "GET", path: "/systeminfo" }),
    close: () => client.close(),
  };
}
