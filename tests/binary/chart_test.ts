// The Helm chart says what `serve --manifests` says: by helm itself, from its Go module.

import { load, loadAll } from "js-yaml";
import assert from "node:assert/strict";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { flagName } from "../../src/cli/flags/flags.ts";
import { ROOT } from "../../tools/build/binary.ts";
import { finish } from "../../tools/build/command.ts";
import { inTemporaryFolder } from "../../tools/build/temporary_folder.ts";
import { chartValues } from "../../tools/chart/chart_values.ts";
import { chartName, packageChart } from "../../tools/chart/package_chart.ts";
import { ranges } from "../../tools/chart/values_schema.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { goTool } from "../gotools/go_tool.ts";
import { binary } from "./support/apprepo.ts";

type Values = Readonly<Record<string, unknown>>;

const chart = join(ROOT, "deploy/chart");
const helm = await goTool("helm");
const host = { host: "kubeapps.example.com" };

/** helm, with the values in a file, as most have them. */
async function template(values: Values, from = chart, namespace = "kubeapps") {
  return await inTemporaryFolder(async (folder) => {
    const file = join(folder, "values.json");
    await Deno.writeTextFile(file, JSON.stringify(values));
    // helm asks its own build which Kubernetes it stands for; this one does not say.
    const args = ["template", "any", from, "-n", namespace, "-f", file, "--kube-version=1.30.0"];
    return await finish(helm, args);
  });
}

/** The flags that stand for the values, one for each item of a list. */
function flagsOf(values: Values): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const all = Array.isArray(value) ? value : [value];
    return all.map((one) => `--${flagName(key)}=${one}`);
  });
}

function manifests(values: Values, namespace = "kubeapps") {
  const args = ["serve", "--manifests", `--namespace=${namespace}`, ...flagsOf(values)];
  return finish(binary, args, { env: { KUBECONFIG: "/dev/null" } });
}

/** By kind, of which there is one each. */
function objects(text: string): Record<string, unknown> {
  const all = loadAll(text) as ({ kind: string } | null)[];
  return Object.fromEntries(all.flatMap((one) => one ? [[one.kind, one]] : []));
}

const same: readonly [what: string, values: Values][] = [
  ["a host", host],
  ["no Ingress", { noIngress: true }],
  ["an image", { ...host, image: "registry.example.com/a@sha256:" + "0".repeat(64) }],
  ["a certificate", { ...host, tlsSecret: "kubeapps-tls" }],
  ["a class and annotations", {
    ...host,
    ingressClass: "nginx",
    ingressAnnotation: ["cert-manager.io/cluster-issuer=a=b", "empty=", 'x/y="1": #'],
  }],
  ["a wildcard host", { host: "*.example.com" }],
  ["egress", { ...host, egressPort: [443, 6443] }],
  ["secrets to pull with", { ...host, imagePullSecret: ["one", "two"] }],
  ["several clusters", {
    ...host,
    clusterName: "here",
    kubeconfigConfigMap: "clusters",
    serveCluster: ["east=east-admin", "west=arn:aws:eks:x:1:cluster/west"],
  }],
  ["events that ask for nothing", { ...host, ignoreEvents: ["PULL_ARTIFACT", "SCANNING_*"] }],
  ["hooks", { ...host, hooks: true }],
  ["hooks, and no Ingress", { noIngress: true, hooks: true }],
  ["hooks beside other clusters and their kubeconfig", {
    ...host,
    hooks: true,
    ignoreEvents: ["PULL_ARTIFACT"],
    kubeconfigConfigMap: "clusters",
    serveCluster: ["east=east-admin"],
  }],
  ["no hooks, said aloud", { ...host, hooks: false }],
  ["limits that take memory", {
    ...host,
    maxConnections: 100_000,
    maxConnectionsPerAddress: 2,
    maxHeaderBytes: 1_048_576,
    maxBodyBytes: 33_554_432,
    maxInFlight: 1_000,
    rateLimit: 7,
    unknownRateLimit: 3,
  }],
  ["limits that take little", {
    ...host,
    maxConnections: 1,
    maxHeaderBytes: 4_096,
    maxInFlight: 1,
  }],
  ["times", {
    ...host,
    bodyTimeout: "1m30.5s",
    headerTimeout: "100ms",
    idleTimeout: "0",
    maxConnectionAge: "24h",
    unauthorizedTtl: "0s",
    window: "2500ms",
  }],
  ["a delay", { ...host, shutdownDelay: "1m1ms" }],
  ["the delay that is none", { ...host, shutdownDelay: "0s" }],
  ["time to answer", { ...host, requestTimeout: "10s" }],
  ["time to answer in seconds", { ...host, requestTimeout: "7" }],
  ["times that YAML has as numbers", {
    ...host,
    requestTimeout: 10,
    window: 0,
    shutdownDelay: 0,
    idleTimeout: 0,
  }],
  ["an annotation twice", { ...host, ingressAnnotation: ["a=b", "a=c"] }],
  ["ports with zeros before them", { ...host, egressPort: ["0443", "08"] }],
  ["text logs", { ...host, logFormat: "text" }],
  [
    "each as its default",
    Object.fromEntries([
      ...chartValues.filter(({ fallback }) => fallback !== "" && !Array.isArray(fallback))
        .map(({ key, fallback }) => [key, fallback]),
      ["host", "a"],
    ]),
  ],
];

for (const [what, values] of same) {
  Deno.test(`helm template and serve --manifests say the same with ${what}`, async () => {
    const [rendered, printed] = await Promise.all([template(values), manifests(values)]);
    assert.deepEqual([rendered.code, printed.code], [0, 0], rendered.stderr + printed.stderr);
    assert.deepEqual(objects(rendered.stdout), objects(printed.stdout));
  });
}

Deno.test("a value that is null, or that --reuse-values does not know yet, is as by default", async () => {
  const nothing = chartValues.map(({ key }) => [key, null]);
  const none = { ...Object.fromEntries(nothing), ...host };
  const [rendered, usual] = await Promise.all([template(none), template(host)]);
  assert.equal(rendered.code, 0, rendered.stderr);
  assert.deepEqual(objects(rendered.stdout), objects(usual.stdout));
});

Deno.test("names that YAML takes for numbers are names, in the chart as in the manifests", async () => {
  const values = {
    host: "1",
    image: "12",
    imagePullSecret: ["1234", "0x1"],
    ingressClass: "1e3",
    ingressAnnotation: ["true=1"],
    tlsSecret: "0123",
    clusterName: "7",
    kubeconfigConfigMap: "1.5",
    serveCluster: ["1=2"],
  };
  const [rendered, printed] = [
    await template(values, chart, "1234"),
    await manifests(values, "1234"),
  ];
  assert.deepEqual([rendered.code, printed.code], [0, 0], rendered.stderr + printed.stderr);
  assert.deepEqual(objects(rendered.stdout), objects(printed.stdout));
});

const refused: readonly [values: Values, said: RegExp][] = [
  [{}, /host is needed, Kubeapps' own host name, or noIngress/],
  [{ noIngress: true, ...host }, /host is for an Ingress/],
  [{ noIngress: true, tlsSecret: "a" }, /tlsSecret is for an Ingress/],
  [{ host: "https://a" }, /host/],
  [{ ...host, imagePullSecret: ["A"] }, /imagePullSecret/],
  [{ ...host, tlsSecret: "Bad_Secret" }, /tlsSecret/],
  [{ ...host, ingressClass: "Bad Class" }, /ingressClass/],
  [{ ...host, image: "bad image" }, /image/],
  [{ ...host, window: 1 }, /window/],
  [{ ...host, ingressAnnotation: ["a"] }, /ingressAnnotation/],
  [{ ...host, egressPort: [0] }, /egressPort/],
  [{ ...host, egressPort: [65_536] }, /egressPort/],
  [{ ...host, egressPort: ["99999"] }, /egressPort must be from 1 to 65535/],
  [{ ...host, egressPort: ["00"] }, /egressPort must be from 1 to 65535/],
  [{ ...host, serveCluster: ["a=b"] }, /serveCluster needs kubeconfigConfigMap/],
  [{ ...host, kubeconfigConfigMap: "a" }, /kubeconfigConfigMap needs serveCluster/],
  [{ ...host, kubeconfigConfigMap: "a", serveCluster: ["b"] }, /serveCluster/],
  [{ ...host, kubeconfigConfigMap: "a", serveCluster: ["b=c", "b=d"] }, /names b twice/],
  [{ ...host, kubeconfigConfigMap: "a", serveCluster: ["default=c"] }, /names default twice/],
  [{ ...host, clusterName: "-" }, /clusterName/],
  [{ ...host, logFormat: "xml" }, /logFormat/],
  [{ ...host, window: "3s" }, /window can be 2\.5s at most/],
  [{ ...host, window: "1" }, /window/],
  [{ ...host, headerTimeout: "99ms" }, /headerTimeout must be from 100ms/],
  [{ ...host, idleTimeout: "24h1ms" }, /idleTimeout must be at most 24h/],
  [{ ...host, shutdownDelay: "soon" }, /shutdownDelay/],
  [{ ...host, hooks: "maybe" }, /hooks/],
  [{ ...host, hooksTokenFile: "/token" }, /hooksTokenFile/],
  ...Object.entries(ranges).flatMap(([key, [least, most]]): [Values, RegExp][] => [
    [{ ...host, [key]: least - 1 }, new RegExp(key)],
    [{ ...host, [key]: most + 1 }, new RegExp(key)],
  ]),
];

for (const [values, said] of refused) {
  Deno.test(`helm and serve --manifests both refuse ${JSON.stringify(values)}`, async () => {
    const [rendered, printed] = await Promise.all([template(values), manifests(values)]);
    assert.deepEqual([rendered.code, printed.code], [1, 1], rendered.stdout + printed.stdout);
    assert.match(rendered.stderr, said);
  });
}

Deno.test("the template takes as numbers what the schema does", async () => {
  const schema = JSON.parse(await Deno.readTextFile(join(chart, "values.schema.json")));
  const properties = Object.entries(schema.properties as Record<string, { anyOf?: unknown }>);
  const either = properties.flatMap(([key, { anyOf }]) => anyOf ? [key] : []);
  const helpers = await Deno.readTextFile(join(chart, "templates/_helpers.tpl"));
  const [, listed = ""] = /range \$key := list (.*) }}\n.*kubectl-apprepo\.text/.exec(helpers) ??
    [];
  assert.deepEqual(listed.split(" ").map((key) => JSON.parse(key)), either);
});

Deno.test("a range ends where the program's own ends", async () => {
  for (const [key, ends] of Object.entries(ranges)) {
    for (const end of ends) {
      const [rendered, printed] = [
        await template({ ...host, [key]: end }),
        await manifests({ ...host, [key]: end }),
      ];
      assert.deepEqual([rendered.code, printed.code], [0, 0], rendered.stderr + printed.stderr);
    }
  }
});

Deno.test("a value that is none of serve's is refused, and what a parent chart gives is not", async () => {
  const { code, stderr } = await template({ ...host, replicas: 3 });
  assert.equal(code, 1);
  assert.match(stderr, /replicas/);
  const parents = { global: { anything: 1 }, enabled: true };
  assert.equal((await template({ ...host, ...parents })).code, 0);
});

Deno.test("helm finds nothing to complain of in the chart", async () => {
  const { code, stdout } = await finish(helm, ["lint", "--strict", chart, "--set=host=a"]);
  assert.equal(code, 0, stdout);
});

Deno.test("the packed chart names the image by its digest, and is the same each time", async () => {
  const digest = `sha256:${"ab".repeat(32)}`;
  const bytes = await packageChart(digest);
  assert.deepEqual(bytes, await packageChart(digest));
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, chartName);
    await Deno.writeFile(file, bytes);
    const lint = await finish(helm, ["lint", "--strict", file, "--set=host=a"]);
    assert.equal(lint.code, 0, lint.stdout);
    const shown = await finish(helm, ["show", "chart", file]);
    const { version, appVersion } = load(shown.stdout) as Record<string, string>;
    assert.deepEqual([version, appVersion], [packageJson.version, `v${packageJson.version}`]);
    const { stdout } = await template(host, file);
    const image = `ghcr.io/kubectl-apprepo/kubectl-apprepo:v${packageJson.version}@${digest}`;
    assert.ok(stdout.includes(`image: "${image}"\n`));
  });
});

Deno.test("helm installs, upgrades and uninstalls it, and leaves nothing", async () => {
  const cluster = await testCluster();
  const namespace = await cluster.namespace("chart");
  const run = (...args: string[]) => {
    return finish(helm, [...args, "--namespace", namespace], {
      env: { KUBECONFIG: cluster.adminKubeconfig },
    });
  };
  const kinds = "service,deployment,poddisruptionbudget,networkpolicy,ingress,serviceaccount";
  const names = async () => {
    const { stdout } = await cluster.kubectl(["get", kinds, "-n", namespace, "-o", "name"]);
    const mine = (line: string) => line !== "" && line !== "serviceaccount/default";
    return stdout.trim().split("\n").filter(mine);
  };
  const installed = await run("install", "receiver", chart, "--set=host=kubeapps.example.com");
  assert.equal(installed.code, 0, installed.stderr);
  assert.match(installed.stdout, /kubectl apprepo grant NAME -n NAMESPACE/);
  assert.equal((await names()).length, 5);
  const upgraded = await run("upgrade", "receiver", chart, "--set=noIngress=true");
  assert.equal(upgraded.code, 0, upgraded.stderr);
  assert.match(upgraded.stdout, /extraPaths:/);
  assert.equal((await names()).length, 4);
  const withHooks = await run("upgrade", "receiver", chart, "--set=noIngress=true,hooks=true");
  assert.equal(withHooks.code, 0, withHooks.stderr);
  assert.match(withHooks.stdout, /two paths of .*: \/api\/v1\/clusters and \/hook\./);
  assert.match(withHooks.stdout, /\n {6}- path: \/hook\n/);
  assert.match(withHooks.stdout, /hook create NAME .* --receiver \S+:kubectl-apprepo\n/);
  const { stdout } = await cluster.kubectl([
    ...["get", "deployment", "kubectl-apprepo", "-n", namespace, "-o"],
    "jsonpath={.spec.template.spec.serviceAccountName}",
  ]);
  assert.equal(stdout, "kubectl-apprepo");
  assert.ok((await names()).includes("serviceaccount/kubectl-apprepo"));
  const gone = await run("uninstall", "receiver", "--wait");
  assert.equal(gone.code, 0, gone.stderr);
  assert.deepEqual(await names(), []);
});
