/**
 * The layers of design as a lint rule: argv → command → use case → kube → printer. An import that
 * goes against the arrows is an error, and so are circles, a verb that imports another verb, and
 * reaching for the outside world past `Host`.
 */

import { circleThrough } from "./imports.ts";

interface Layer {
  readonly folder: string;
  /** What its files may import, besides each other; types may come from anywhere. */
  readonly mayImport: readonly string[];
}

/** The first whose folder matches a file counts. */
const layers: readonly Layer[] = [
  { folder: "main.ts", mayImport: ["src/cli/", "src/real_host.ts"] },
  { folder: "src/about.ts", mayImport: ["package.json"] },
  { folder: "src/host.ts", mayImport: [] },
  { folder: "src/real_host.ts", mayImport: ["src/host.ts", "src/real/"] },
  { folder: "src/real/", mayImport: ["src/host.ts"] },
  { folder: "src/cli/", mayImport: ["src/"] },
  { folder: "src/apprepo/", mayImport: ["src/harbor/", "src/kube/", "src/host.ts"] },
  { folder: "src/harbor/", mayImport: ["src/kube/", "src/host.ts"] },
  { folder: "src/receiver/", mayImport: ["src/apprepo/", "src/kube/", "src/host.ts"] },
  { folder: "src/kube/", mayImport: ["src/host.ts"] },
  { folder: "src/output/", mayImport: ["src/host.ts"] },
];

const root = new URL("../../", import.meta.url).pathname;

/** Deno's own names that touch the world outside the program. */
const outside =
  /^(args|exit|env|stdin|stdout|stderr|Command|readTextFile|readFile|stat|addSignalListener)$/;
const mayTouchOutside = /^(main\.ts|src\/real_host\.ts|src\/real\/.*)$/;

function layerOf(file: string): Layer | undefined {
  return layers.find(({ folder }) => file.startsWith(folder));
}

/** @returns the path below the project's root, or undefined for packages and built-ins */
function target(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return new URL(specifier, `file:///${file}`).pathname.slice(1);
}

function mayImport(layer: Layer, to: string): boolean {
  return [layer.folder, ...layer.mayImport].some((folder) => to.startsWith(folder));
}

const verb = /^src\/cli\/verbs\/([^/]+)\//;

function isOfAnotherVerb(file: string, to: string): boolean {
  const [own, other] = [verb.exec(file)?.[1], verb.exec(to)?.[1]];
  return own !== undefined && other !== undefined && own !== other;
}

/** Each file is read once, however many circles are looked for. */
const texts = new Map<string, string | undefined>();

function readSource(file: string): string | undefined {
  if (!texts.has(file)) {
    try {
      texts.set(file, Deno.readTextFileSync(root + file));
    } catch {
      texts.set(file, undefined);
    }
  }
  return texts.get(file);
}

const plugin: Deno.lint.Plugin = {
  name: "layers",
  rules: {
    "one-direction": {
      create(context) {
        const file = context.filename.replace(root, "");
        const layer = layerOf(file);
        if (!layer) return {};
        function checkImport(node: Deno.lint.Node, specifier: unknown): void {
          const to = typeof specifier === "string" ? target(file, specifier) : undefined;
          if (to === undefined || mayImport(layer!, to)) return;
          context.report({ node, message: `${layer!.folder} must not import ${to}` });
        }
        return {
          ImportDeclaration(node) {
            if (node.importKind !== "type") checkImport(node, node.source.value);
          },
          ExportNamedDeclaration(node) {
            if (node.source && node.exportKind !== "type") checkImport(node, node.source.value);
          },
          ImportExpression(node) {
            if (node.source.type === "Literal") checkImport(node, node.source.value);
          },
        };
      },
    },
    "verbs-apart": {
      create(context) {
        const file = context.filename.replace(root, "");
        function checkImport(node: Deno.lint.Node, specifier: unknown): void {
          const to = typeof specifier === "string" ? target(file, specifier) : undefined;
          if (to === undefined || !isOfAnotherVerb(file, to)) return;
          context.report({ node, message: `${file} must not import another verb's ${to}` });
        }
        return {
          ImportDeclaration: (node) => checkImport(node, node.source.value),
          ImportExpression(node) {
            if (node.source.type === "Literal") checkImport(node, node.source.value);
          },
        };
      },
    },
    "no-circles": {
      create(context) {
        const file = context.filename.replace(root, "");
        if (!layerOf(file)) return {};
        return {
          Program(node) {
            const circle = circleThrough(file, context.sourceCode.text, readSource);
            if (circle) {
              context.report({ node, message: `imports go round: ${circle.join(" → ")}` });
            }
          },
        };
      },
    },
    "outside-through-host": {
      create(context) {
        const file = context.filename.replace(root, "");
        if (!layerOf(file) || mayTouchOutside.test(file)) return {};
        return {
          MemberExpression(node) {
            const { object, property } = node;
            if (object.type !== "Identifier" || property.type !== "Identifier") return;
            const reaches = (object.name === "Deno" && outside.test(property.name)) ||
              object.name === "console" || object.name === "process";
            if (!reaches) return;
            const message = `${object.name}.${property.name} is for src/real_host.ts: use Host`;
            context.report({ node, message });
          },
        };
      },
    },
  },
};

export default plugin;
