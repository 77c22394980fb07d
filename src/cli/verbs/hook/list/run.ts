/** `hook list`: a row for each hook. */

import { NoHook } from "../../../../apprepo/hook/hook_error.ts";
import { type ListedHook, listHooks } from "../../../../apprepo/hook/list_hooks.ts";
import type { KubeObject } from "../../../../kube/api/resource.ts";
import { formatAge } from "../../../../output/age.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { parseFormat } from "../../../../output/format.ts";
import { openPrinter } from "../../../../output/object_printer.ts";
import { Table } from "../../../../output/table.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { errorText } from "../../../error_text.ts";
import { exitCodes } from "../../../exit_codes.ts";
import { hookNames } from "../../../hook/hook_name.ts";
import { UsageError } from "../../../usage_error.ts";
import type { ListValues } from "./flags.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} */
export async function runList(
  context: CommandContext,
  words: readonly string[],
  values: ListValues,
): Promise<void> {
  const names = hookNames(words);
  const { allNamespaces, noHeaders } = values;
  if (names.length > 0 && allNamespaces) {
    throw new UsageError("a resource cannot be retrieved by name across all namespaces");
  }
  const { host, stop } = context;
  const format = parseFormat(values.output, ["json", "name", "yaml"]);
  const session = await connect(context, values);
  const { client } = session;
  try {
    const namespace = allNamespaces ? undefined : client.namespace;
    const { hooks: all, isComplete } = await listHooks(client, namespace, stop);
    const hooks = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
    if (format.kind === "default") {
      if (all.length === 0 && names.length === 0) host.stderr.write(none(namespace));
      if (hooks.length > 0) {
        host.stdout.write(tableOf(context, hooks, { allNamespaces, noHeaders }));
      }
    } else if (format.kind === "name") host.stdout.write(hooks.map(nameLine).join(""));
    else {
      const printer = await openPrinter(format);
      if (names.length !== 1) host.stdout.write(printer(listOf(hooks)));
      else for (const hook of hooks) host.stdout.write(printer(documentOf(hook)));
    }
    for (const name of names.filter((one) => !hooks.some((hook) => hook.name === one))) {
      context.exitCode = exitCodes.error;
      host.stderr.write(`${errorText(new NoHook({ namespace: client.namespace, name }))}\n`);
    }
    if (!isComplete) host.stderr.write(blind(namespace));
    session.finish();
  } finally {
    await client.close();
  }
}

function tableOf(
  { host, terminal: { out } }: CommandContext,
  hooks: readonly ListedHook[],
  { allNamespaces, noHeaders }: Pick<ListValues, "allNamespaces" | "noHeaders">,
): string {
  const columns = allNamespaces ? ["NAMESPACE", ...headers] : headers;
  const rows = hooks.map((hook) => rowOf(hook, host.now()));
  const table = new Table(columns, { noHeaders, look: out });
  return table.format(allNamespaces ? rows : rows.map((row) => row.slice(1)));
}

const headers = ["NAME", "FROM", "REPOSITORIES", "ONLY", "KEYS", "LENT-TO", "AGE"];

function rowOf(hook: ListedHook, now: number): string[] {
  const { namespace, name, from, repositories, only, keys, lentTo, created, fault } = hook;
  const accounts = lentTo?.map((account) => `${account.namespace}:${account.name}`);
  return [
    namespace,
    name,
    fault === undefined ? from ?? "" : `<broken: ${fault}>`,
    listed(repositories),
    listed(only),
    keys === undefined ? "<unknown>" : String(keys),
    lentTo ? listed(accounts) : "<unknown>",
    created === undefined ? "<unknown>" : formatAge(now - Date.parse(created)),
  ];
}

function listed(texts: readonly string[] = []): string {
  return texts.length === 0 ? "<none>" : texts.join(",");
}

function nameLine({ name }: ListedHook): string {
  return escapeTerminal(`hook/${name}\n`);
}

function none(namespace: string | undefined): string {
  const where = namespace === undefined ? "" : ` in ${namespace} namespace`;
  return escapeTerminal(`No hooks found${where}.\n`);
}

function blind(namespace: string | undefined): string {
  const where = namespace === undefined ? "at the cluster scope" : `in namespace "${namespace}"`;
  return escapeTerminal(
    `You lack the right to list rolebindings ${where}: to whom hooks are lent is not shown, nor what is lent and has no Secret.\n`,
  );
}

// The printers take any object, and these are documents of ours.
function documentOf({ namespace, name, created, ...rest }: ListedHook): KubeObject {
  const metadata = { name, namespace, creationTimestamp: created };
  return { apiVersion: "apprepo/v1", kind: "Hook", metadata, ...rest } as unknown as KubeObject;
}

function listOf(hooks: readonly ListedHook[]): KubeObject {
  const items = hooks.map(documentOf);
  return { apiVersion: "apprepo/v1", kind: "HookList", items } as unknown as KubeObject;
}
