import type { Host, Output } from "../../../host.ts";
import type { KubeObject } from "../../../kube/api/resource.ts";
import {
  compileColumns,
  compileColumnsFile,
  type CustomColumns,
} from "../../../output/custom_columns.ts";
import { jsonListPrinter, yamlListPrinter } from "../../../output/object_list.ts";
import {
  type ObjectPrinter,
  openPrinter,
  withoutManagedFields,
} from "../../../output/object_printer.ts";
import type { Look } from "../../../output/terminal.ts";
import { Table } from "../../../output/table.ts";
import type { ListFormat } from "../../../output/format.ts";
import type { CommandContext } from "../../context.ts";
import type { ListConfig } from "./config.ts";
import { asObject, cells, headers } from "./row.ts";
import { ListSink } from "./list_sink.ts";
import { ObjectSink } from "./object_sink.ts";
import type { Sink } from "./sink.ts";
import { TableSink } from "./table_sink.ts";
import { WholeListSink } from "./whole_list_sink.ts";

/**
 * @throws {FormatError} for a template that can't be parsed
 * @throws {FileError} for one that can't be read
 */
export async function openSink(
  { host, terminal: { out } }: CommandContext,
  config: ListConfig,
  showManagedFields: boolean,
): Promise<Sink> {
  const { format, watch, names } = config;
  const { stdout } = host;
  // kubectl prints one that is named, and each that it watches, by itself.
  const isSingle = watch || names.length === 1;
  const visible = showManagedFields ? (object: KubeObject) => object : withoutManagedFields;
  switch (format.kind) {
    case "default":
    case "wide":
      return tableSink(host, config, out);
    case "custom-columns":
    case "custom-columns-file":
      return columnsSink(host, config, await columnsOf(host, format));
    case "name":
      return new ObjectSink(stdout, await openPrinter(format));
    case "json":
    case "yaml":
      if (isSingle) return new ObjectSink(stdout, await openPrinter(format, { showManagedFields }));
      return new ListSink(
        stdout,
        format.kind === "json" ? jsonListPrinter() : await yamlListPrinter(),
        visible,
      );
    case "jsonpath-file": {
      const template = await host.files.readText(format.path);
      return jsonPathSink(stdout, await openPrinter({ kind: "jsonpath", template }), isSingle);
    }
    case "jsonpath":
    case "jsonpath-as-json":
      return jsonPathSink(stdout, await openPrinter(format), isSingle);
  }
}

function jsonPathSink(output: Output, printer: ObjectPrinter, isSingle: boolean): Sink {
  return isSingle ? new ObjectSink(output, printer) : new WholeListSink(output, printer);
}

function tableSink(
  host: Host,
  { format, allNamespaces, noHeaders }: ListConfig,
  look: Look,
): Sink {
  const choice = { wide: format.kind === "wide", namespaces: allNamespaces };
  // What is asked for as wide is not cut.
  const shortens = choice.wide ? undefined : "URL";
  const table = new Table(headers(choice), { noHeaders, look, shortens });
  return new TableSink(host.stdout, table, (row) => cells(row, choice, host.now()), false);
}

function columnsSink(host: Host, { noHeaders }: ListConfig, columns: CustomColumns): Sink {
  const table = new Table(columns.headers, { noHeaders, wholeCells: true });
  return new TableSink(host.stdout, table, (row) => columns.row(asObject(row)), true);
}

async function columnsOf(
  { files }: Host,
  format: ListFormat & { kind: "custom-columns" | "custom-columns-file" },
): Promise<CustomColumns> {
  if (format.kind === "custom-columns") return compileColumns(format.spec);
  return compileColumnsFile(await files.readText(format.path));
}
