import { PROJECT_HOME } from "../../src/about.ts";
import { type ChartValue, chartValues } from "./chart_values.ts";

/** What `serve` takes; a test tries both ends on the program. */
export const ranges = {
  maxBodyBytes: [0, 32 * 1_048_576],
  maxConnections: [1, 100_000],
  maxConnectionsPerAddress: [1, 100_000],
  maxHeaderBytes: [4_096, 1_048_576],
  maxInFlight: [1, 100_000],
  rateLimit: [1, 100_000],
  unknownRateLimit: [1, 100_000],
} as const;

const duration = "^([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$|^0$";
/** As YAML has it: seconds for one, and no time for the others. */
function numberOf(key: ChartValue["key"]): object | undefined {
  if (key === "requestTimeout") return { type: "integer", minimum: 0, maximum: 86_400 };
  return patterns[key] === duration ? { const: 0 } : undefined;
}

const objectName = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$";
const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

/** Of texts, and of the texts in a list. */
const patterns: Readonly<Partial<Record<ChartValue["key"], string>>> = {
  bodyTimeout: duration,
  clusterName: "^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$",
  headerTimeout: duration,
  host: `^((\\*\\.)?${label}(\\.${label})*)?$`,
  idleTimeout: duration,
  image: "^([A-Za-z0-9][A-Za-z0-9._:/@-]*)?$",
  imagePullSecret: objectName,
  ingressClass: objectName,
  ingressAnnotation: "^([a-z0-9.-]+/)?[A-Za-z0-9][-A-Za-z0-9_.]*=",
  kubeconfigConfigMap: objectName,
  logFormat: "^(json|text)$",
  maxConnectionAge: duration,
  requestTimeout: `${duration}|^[0-9]*$`,
  serveCluster: "^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?=.",
  shutdownDelay: duration,
  tlsSecret: objectName,
  unauthorizedTtl: duration,
  window: duration,
};

/** The JSON schema of the chart's values, which helm checks them by. */
export function valuesSchema() {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "kubectl-apprepo",
    description: `The receiver of kubectl-apprepo: ${PROJECT_HOME}`,
    type: "object",
    additionalProperties: false,
    properties: {
      // What a chart gives that has this one among its own, and by what it leaves it out.
      global: { type: "object" },
      enabled: { type: "boolean" },
      ...Object.fromEntries(chartValues.map((value) => [value.key, property(value)])),
    },
  };
}

function property({ key, description, fallback }: ChartValue) {
  const about = { description, default: fallback };
  const text = { type: "string", ...(patterns[key] && { pattern: patterns[key] }) };
  if (key === "egressPort") return { ...about, type: "array", items: portOf() };
  if (Array.isArray(fallback)) return { ...about, type: "array", items: text };
  if (typeof fallback === "boolean") return { ...about, type: "boolean" };
  const number = numberOf(key);
  if (number) return { ...about, anyOf: [text, number] };
  if (typeof fallback === "string") return { ...about, ...text };
  const [minimum, maximum] = ranges[key as keyof typeof ranges];
  return { ...about, type: "integer", minimum, maximum };
}

/** As a number, or as the text that `--set` makes of a list's item. */
function portOf() {
  return {
    anyOf: [
      { type: "integer", minimum: 1, maximum: 65_535 },
      { type: "string", pattern: "^[0-9]{1,5}$" },
    ],
  };
}
