import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { RunningReceiver } from "./support/receiver.ts";

const cluster = await testCluster();
const kubeconfig = cluster.adminKubeconfig;
const wanted = ["--host=kubeapps.example.com", "--image=registry.example.com/apprepo:v1"];

async function manifests(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await apprepo(["serve", "--manifests", ...wanted, ...args], {
    // It asks no cluster.
    kubeconfig: "/nowhere",
  });
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

interface Pod {
  spec: {
    automountServiceAccountToken: boolean;
    containers: { args: string[]; image: string }[];
  };
}

interface Printed {
  kind: string;
  spec: Record<string, unknown>;
}

/** As the API server reads them. */
async function parsed(text: string, ...args: string[]): Promise<Printed[]> {
  const result = await cluster.kubectl(
    ["apply", "--dry-run=server", "-o", "json", "-f", "-", ...args],
    { stdin: text },
  );
  assert.deepEqual([result.code, result.stderr], [0, ""], "no error and no warning");
  return JSON.parse(result.stdout).items;
}

Deno.test("serve --manifests prints what an API server takes without a warning", async () => {
  const namespace = await cluster.namespace("manifests");
  const more = ["--tls-secret=kubeapps-tls", "--ingress-class=nginx"];
  const objects = await parsed(await manifests(...more), "-n", namespace);
  assert.deepEqual(
    objects.map(({ kind }) => kind),
    ["Service", "Deployment", "PodDisruptionBudget", "NetworkPolicy", "Ingress"],
  );
  const deployment = objects.find(({ kind }) => kind === "Deployment")!.spec as unknown as {
    replicas: number;
    template: Pod;
  };
  assert.equal(deployment.replicas, 2);
  const { spec } = deployment.template;
  assert.equal(spec.automountServiceAccountToken, false);
  assert.equal(spec.containers[0]?.image, "registry.example.com/apprepo:v1");
  const ingress = objects.find(({ kind }) => kind === "Ingress")!.spec as {
    ingressClassName: string;
    tls: unknown;
    rules: { host: string; http: { paths: { path: string; pathType: string }[] } }[];
  };
  assert.equal(ingress.ingressClassName, "nginx");
  assert.deepEqual(ingress.tls, [{ hosts: ["kubeapps.example.com"], secretName: "kubeapps-tls" }]);
  assert.equal(ingress.rules[0]?.host, "kubeapps.example.com");
  assert.deepEqual(ingress.rules[0].http.paths.map(({ path, pathType }) => [path, pathType]), [
    ["/api/v1/clusters", "Prefix"],
  ]);
});

Deno.test("serve --manifests makes Pods that the restricted Pod Security level admits", async () => {
  const namespace = await cluster.namespace("manifests");
  const label = "pod-security.kubernetes.io/enforce=restricted";
  await cluster.kubectl(["label", "namespace", namespace, label]);
  const objects = await parsed(await manifests(), "-n", namespace);
  const { template } = objects.find(({ kind }) => kind === "Deployment")!.spec as {
    template: Pod;
  };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "bare" }, spec: template.spec };
  const create = ["create", "-n", namespace, "-f", "-"];
  // The ServiceAccount is made a moment after the namespace.
  const deadline = Date.now() + 30_000;
  let result = await cluster.kubectl(create, { stdin: JSON.stringify(pod) });
  while (/serviceaccount "default" not found/.test(result.stderr) && Date.now() < deadline) {
    result = await cluster.kubectl(create, { stdin: JSON.stringify(pod) });
  }
  assert.deepEqual([result.code, result.stderr], [0, ""]);
});

Deno.test({
  name: "serve takes the arguments that --manifests gives it",
  sanitizeResources: false,
  async fn() {
    const text = await manifests("--window=2s", "--rate-limit=7", "--ignore-events=PULL_ARTIFACT");
    const objects = await parsed(text, "-n", await cluster.namespace("manifests"));
    const { template } = objects.find(({ kind }) => kind === "Deployment")!.spec as {
      template: Pod;
    };
    const [command, ...args] = template.spec.containers[0]!.args;
    assert.equal(command, "serve");
    for (const arg of ["--window=2s", "--rate-limit=7", "--ignore-events=PULL_ARTIFACT"]) {
      assert.ok(args.includes(arg), arg);
    }
    const ca = `${cluster.folder}/${crypto.randomUUID()}.crt`;
    await Deno.writeTextFile(ca, cluster.authority.certificate);
    const here = args.map((arg) =>
      arg.replace(/^--(port|metrics-port)=.*/, "--$1=0")
        .replace(/^--server=.*/, `--server=${cluster.server}`)
        .replace(/^--certificate-authority=.*/, `--certificate-authority=${ca}`)
        .replace("--shutdown-delay=5s", "--shutdown-delay=0s")
    );
    // As in the Pod: no kubeconfig, no token, no home.
    await using receiver = await RunningReceiver.start({ kubeconfig: "", args: here });
    const { port } = new URL(receiver.metricsUrl);
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text(), "ok\n");
  },
});

Deno.test("serve --manifests wants what it needs and nothing else", async () => {
  const cases: [string[], RegExp][] = [
    [["--manifests"], /needs --host/],
    [["--manifests", ...wanted, "--port=80"], /--port makes no sense with --manifests/],
    [["--manifests", ...wanted, "--token=a"], /--token makes no sense/],
    [["--manifests", ...wanted, "--window=9s"], /2\.5s at most/],
    [["--manifests", "--image=a", "--host=https://a"], /wants a host name alone/],
    [["--host=a"], /--host is for --manifests/],
  ];
  for (const [args, expected] of cases) {
    const { code, stderr, stdout } = await apprepo(["serve", ...args], { kubeconfig });
    assert.deepEqual([code, stdout], [1, ""], args.join(" "));
    assert.match(stderr, expected);
  }
});

Deno.test({
  name: "the Grafana dashboard asks for metrics that serve has",
  sanitizeResources: false,
  async fn() {
    await using receiver = await RunningReceiver.start({ kubeconfig });
    const metrics = await (await fetch(`${receiver.metricsUrl}/metrics`)).text();
    const path = new URL("../../deploy/grafana-dashboard.json", import.meta.url);
    const names = (await Deno.readTextFile(path)).matchAll(/\b(apprepo|process)_[a-z_]+/g);
    const asked = new Set([...names].map(([name]) => name.replace(/_bucket$/, "")));
    assert.ok(asked.size > 8, "the dashboard asks for something");
    for (const name of asked) assert.ok(metrics.includes(`# TYPE ${name} `), name);
    for (const [, name] of metrics.matchAll(/^# HELP (\S+)/gm)) {
      assert.match(name!, /^(apprepo|process)_[a-z_]+$/);
    }
  },
});
