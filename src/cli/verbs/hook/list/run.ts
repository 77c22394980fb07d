/** `hook list`: a row for each hook. */

import { type ListedHook, listHooks } from "../../../../apprepo/hook/list_hooks.ts";
import type { KubeObject } from "../../../../kube/api/resource.ts";
import { formatAge } from "../../../../output/age.ts";
import { escapeTerminal } from "../../../../output/escape.ts";
import { parseFormat } from "../../../../output/format.ts";
import { openPrinter } from "../../../../output/object_printer.ts";
import { Table } from "../../../../output/table.ts";
import { connect } from "../../../connect.ts";
import type { CommandContext } from "../../../context.ts";
import { noArguments } from "../../../usage_error.ts";
import type { ListValues } from "./flags.ts";

/** @throws {UsageError} {ConfigError} {ApiError} {ConnectionError} */
export async function runList(
  context: CommandContext,
  words: readonly string[],
  values: ListValues,
): Promise<void> {
  noArguments(words);
  const { host, stop, terminal: { out } } = context;
  const format = parseFormat(values.output, ["json", "name", "yaml"]);
  const printer = format.kind === "default" ? undefined : await openPrinter(format);
  const session = await connect(context, values);
  const { client } = session;
  try {
    const namespace = values.allNamespaces ? undefined : client.namespace;
    const { hooks, isComplete } = await listHooks(client, namespace, stop);
    if (printer && format.kind === "name") host.stdout.write(hooks.map(nameLine).join(""));
    else if (printer) host.stdout.write(printer(listOf(hooks)));
    else if (hooks.length === 0) host.stderr.write(none(namespace));
    else {
      const columns = values.allNamespaces ? ["NAMESPACE", ...headers] : headers;
      const table = new Table(columns, { noHeaders: values.noHeaders, look: out });
      const rows = hooks.map((hook) => rowOf(hook, host.now()));
      const shown = rows.map((row) => values.allNamespaces ? row : row.slice(1));
      host.stdout.write(table.format(shown));
    }
    if (!isComplete) host.stderr.write(blind(namespace));
    session.finish();
  } finally {
    await client.close();
  }
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

function listOf(hooks: readonly ListedHook[]): KubeObject {
  const items = hooks.map(({ namespace, name, created, ...rest }) => ({
    apiVersion: "apprepo/v1",
    kind: "Hook",
    metadata: { name, namespace, creationTimestamp: created },
    ...rest,
  }));
  const list = { apiVersion: "apprepo/v1", kind: "HookList", items };
  // The printers take any object, and this one is a document of ours.
  return list as unknown as KubeObject;
}
