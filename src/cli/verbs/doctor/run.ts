/** `doctor`: looks, examines, tells. */

import { allChecks } from "../../../apprepo/doctor/all_checks.ts";
import { examine, type Examined } from "../../../apprepo/doctor/examine.ts";
import { look, type LookOptions } from "../../../apprepo/doctor/look/look.ts";
import type { Seen } from "../../../apprepo/doctor/seen.ts";
import { isFailed, summaryOf } from "../../../apprepo/doctor/summary.ts";
import { adviceWhereNotFound } from "../../../apprepo/not_found.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import { ApiError } from "../../../kube/api/errors.ts";
import { openPrinter } from "../../../output/object_printer.ts";
import { Table } from "../../../output/table.ts";
import { connect } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { parseAccount } from "../../flags/account_flags.ts";
import { exitCodes } from "../../exit_codes.ts";
import { type DoctorConfig, parseConfig } from "./config.ts";
import { doctorDocument } from "./document.ts";
import type { DoctorValues } from "./flags.ts";
import { openOutside, openRegistry } from "./outside.ts";
import { programSeen } from "./program_seen.ts";
import { plainReportText } from "./plain_report.ts";
import { reportText } from "./report.ts";

/** Milliseconds. */
const betweenLooks = 2_000;

/** @throws {UsageError} {ConfigError} {ApiError} */
export async function runDoctor(
  context: CommandContext,
  words: readonly string[],
  values: DoctorValues,
): Promise<void> {
  const config = parseConfig(words, values);
  if (values.listChecks) return listChecks(context);
  const session = await connect(context, values);
  const { client } = session;
  const program = await programSeen(context.host, values);
  const outside = await openOutside(context, config);
  const registry = await openRegistry(context, values);
  const { seen, results, failed } = await untilWell(context, config, async () => {
    const seen = await lookFor(context, client, config, { program, outside, registry });
    const results = examine(config.checks, seen);
    return { seen, results, failed: isFailed(summaryOf(results), config.failOn) };
  });
  await print(context, config, results, seen, failed);
  if (failed) context.exitCode = exitCodes.error;
  session.finish();
}

/** Looks once, or again and again with `--wait` while something is broken. */
async function untilWell<T extends { readonly failed: boolean }>(
  { host, stop }: CommandContext,
  { wait }: DoctorConfig,
  look: () => Promise<T>,
): Promise<T> {
  const until = host.now() + wait;
  let last = await look();
  while (last.failed && host.now() + betweenLooks <= until) {
    await host.sleep(betweenLooks, stop);
    last = await look();
  }
  return last;
}

function listChecks({ host, terminal: { out: look } }: CommandContext): void {
  const table = new Table(["ID", "CATEGORY", "CHECKS THAT"], { look });
  host.stdout.write(
    table.format(allChecks.map(({ id, category, title }) => [id, category, title])),
  );
}

async function lookFor(
  { host, stop: signal }: CommandContext,
  client: KubeClient,
  { names, allNamespaces, labelSelector, kubeappsNamespace, account, cluster }: DoctorConfig,
  given: Pick<LookOptions, "program" | "outside" | "registry">,
): Promise<Seen> {
  const namespace = allNamespaces ? undefined : client.namespace;
  try {
    return await look(client, {
      scope: { namespace, names, labelSelector },
      kubeappsNamespace,
      cluster,
      ...given,
      account: account === undefined ? undefined : parseAccount(account, client.namespace),
      now: host.now,
      signal,
    });
  } catch (error) {
    if (error instanceof ApiError && error.code === 404 && names.length > 0) {
      const name = names.find((one) => error.message.includes(`"${one}"`)) ?? names[0]!;
      const key = { namespace: client.namespace, name };
      error.message += `\n${await adviceWhereNotFound(client, key, signal)}`;
    }
    throw error;
  }
}

async function print(
  { host, terminal }: CommandContext,
  { output }: DoctorConfig,
  results: readonly Examined[],
  seen: Seen,
  failed: boolean,
): Promise<void> {
  switch (output) {
    case "json":
    case "yaml": {
      const printer = await openPrinter({ kind: output });
      return host.stdout.write(printer(doctorDocument(results, seen, failed)));
    }
    case "name": {
      const bad = results.filter(({ state }) => state === "error" || state === "warning");
      return host.stdout.write(bad.map(({ check }) => `${check.id}\n`).join(""));
    }
    default: {
      const { out } = terminal;
      host.stdout.write(
        out.plain ? plainReportText(results, output) : reportText(results, out, output),
      );
    }
  }
}
