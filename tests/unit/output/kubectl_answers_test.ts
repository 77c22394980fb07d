/** Compares what is printed with what kubectl printed; record_kubectl.ts makes its answers anew. */

import assert from "node:assert/strict";
import { parseJson } from "../../../src/kube/api/json.ts";
import type { KubeObject } from "../../../src/kube/api/resource.ts";
import { FormatError, parseFormat } from "../../../src/output/format.ts";
import { openPrinter } from "../../../src/output/object_printer.ts";
import table from "./kubectl_answers.json" with { type: "json" };
import outputs from "./outputs.json" with { type: "json" };

interface Answer {
  readonly stdout?: string;
  readonly error?: string;
}

/** Where kubectl's answer is not ours, on purpose. */
const ours: Readonly<Record<string, Answer>> = {
  // kubectl shows the value, of which an error message should hold nothing.
  "jsonpath={.spec[?(@.x)]}": {
    error:
      'error executing jsonpath "{.spec[?(@.x)]}": Error executing template: map[string]interface {} is not array or slice and cannot be filtered',
  },
  "jsonpath={.spec.type[?(@.x)]}": {
    error:
      'error executing jsonpath "{.spec.type[?(@.x)]}": Error executing template: string is not array or slice and cannot be filtered',
  },
  // kubectl prints null everywhere but here, where it says <no value>.
  "jsonpath={range .nested[*]}{@}|{end}": {
    stdout: '[1,2]|[3,[4]]|[]|{}|[{"a":1}]|null|',
  },
};

async function readSample(name: string): Promise<KubeObject> {
  const text = await Deno.readTextFile(new URL(`samples/${name}.json`, import.meta.url));
  return parseJson(text) as KubeObject;
}

async function print(object: KubeObject, output: string, allowMissingKeys: boolean) {
  try {
    const format = parseFormat(output);
    assert(format.kind !== "default");
    return { stdout: (await openPrinter(format, { allowMissingKeys }))(object) };
  } catch (error) {
    assert(error instanceof FormatError, `${output}: ${error}`);
    return { error: error.message };
  }
}

/** This program has fewer formats than kubectl. */
function withoutOtherFormats({ stdout, error }: Answer): Answer {
  if (error === undefined) return { stdout: stdout ?? "" };
  return {
    error: error.replaceAll(
      /,?(?:go-template|go-template-file|jsonpath-file|template|templatefile)(?=,)/g,
      "",
    )
      .replace("are: ,", "are: "),
  };
}

for (const sample of ["repository", "values", "unusual"]) {
  Deno.test(`openPrinter() prints the sample ${sample} as kubectl ${table.kubectl} does`, async () => {
    const object = await readSample(sample);
    const answers = table.answers.filter((answer) => answer.sample === sample);
    assert(answers.length > 0);
    for (const { output, allowMissingKeys, ...answer } of answers) {
      const expected = ours[output] ?? withoutOtherFormats(answer);
      assert.deepEqual(await print(object, output, allowMissingKeys), expected, output);
    }
  });
}

Deno.test("kubectl_answers.json has an answer to all of outputs.json", () => {
  const answered = table.answers.map(({ output }) => output);
  assert.deepEqual(answered, Object.values(outputs).flat());
});
