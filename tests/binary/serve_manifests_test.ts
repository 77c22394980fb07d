import assert from "node:assert/strict";
import { load } from "js-yaml";
import { testCluster } from "../cluster/support/cluster.ts";
import { ownCluster } from "../cluster/support/own_cluster.ts";
import { apprepo } from "./support/apprepo.ts";
import { refreshPath } from "./support/http_client.ts";
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

interface Volume {
  name: string;
  projected?: { sources: unknown[] };
  configMap?: { name: string };
}

interface Pod {
  spec: {
    serviceAccountName?: string;
    volumes: Volume[];
    automountServiceAccountToken: boolean;
    containers: {
      args: string[];
      image: string;
      volumeMounts: { name: string; mountPath: string; readOnly: boolean }[];
      securityContext: Record<string, unknown>;
    }[];
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

interface Made extends Printed {
  metadata: { annotations?: Record<string, string> };
}

/** The specs by kind, of these flags. */
async function made(...args: string[]): Promise<Record<string, Made>> {
  const namespace = await cluster.namespace("manifests");
  const objects = await parsed(await manifests(...args), "-n", namespace) as Made[];
  return Object.fromEntries(objects.map((object) => [object.kind, object]));
}

Deno.test("serve --manifests stands on IPv4, IPv6 and both", async () => {
  const { Service, Deployment } = await made();
  assert.equal(Service!.spec.ipFamilyPolicy, "PreferDualStack");
  const { spec } = (Deployment!.spec as { template: Pod }).template;
  assert.ok(spec.containers[0]!.args.includes("--address=*"));
});

Deno.test("hooks can be switched off: the Pods then have no account of the receiver's", async () => {
  const namespace = await cluster.namespace("manifests");
  const account = async (...flags: string[]) => {
    const stdin = await manifests(...flags);
    const applied = await cluster.kubectl(["apply", "-n", namespace, "-f", "-"], { stdin });
    assert.equal(applied.code, 0, applied.stderr);
    const path = "jsonpath={.spec.template.spec.serviceAccountName}";
    const words = ["get", "deployment", "kubectl-apprepo", "-n", namespace, "-o", path];
    return (await cluster.kubectl(words)).stdout;
  };
  assert.equal(await account("--hooks"), "kubectl-apprepo");
  assert.equal(await account(), "default");
});

Deno.test("serve --manifests leaves the user to the image and the cluster", async () => {
  const { Deployment } = await made();
  const { spec } = (Deployment!.spec as {
    template: { spec: { securityContext: Record<string, unknown> } };
  }).template;
  assert.equal(spec.securityContext.runAsNonRoot, true);
  assert.equal(spec.securityContext.runAsUser, undefined);
  const dockerfile = await Deno.readTextFile(new URL("../../deploy/Dockerfile", import.meta.url));
  assert.match(dockerfile, /^USER [0-9]+:[0-9]+$/m);
});

Deno.test("serve --manifests restricts what goes out only where ports are named", async () => {
  const { NetworkPolicy: open } = await made();
  assert.deepEqual(open!.spec.policyTypes, ["Ingress"]);
  const { NetworkPolicy: shut } = await made("--egress-port=443,6443", "--egress-port=8443");
  assert.deepEqual(shut!.spec.policyTypes, ["Ingress", "Egress"]);
  const [api, dns] = shut!.spec.egress as { ports: { port: number }[] }[];
  assert.deepEqual(api!.ports.map(({ port }) => port), [443, 6443, 8443]);
  assert.deepEqual(dns!.ports.map(({ port }) => port), [53, 53]);
});

Deno.test("serve --manifests passes on pull secrets, annotations and the cluster's name", async () => {
  const { Deployment, Ingress } = await made(
    "--image-pull-secret=one,two",
    "--ingress-annotation=alb.ingress.kubernetes.io/scheme=internet-facing",
    '--ingress-annotation=a=b=c,"d"',
    "--cluster-name=prod",
  );
  const { spec } = (Deployment!.spec as { template: Pod & { spec: Record<string, unknown> } })
    .template;
  assert.deepEqual(spec.imagePullSecrets, [{ name: "one" }, { name: "two" }]);
  assert.ok(spec.containers[0]!.args.includes("--cluster-name=prod"));
  const { annotations = {} } = Ingress!.metadata;
  assert.equal(annotations["alb.ingress.kubernetes.io/scheme"], "internet-facing");
  assert.equal(annotations.a, 'b=c,"d"');
});

Deno.test("serve --manifests gives the kubeconfig of other clusters to the Pods", async () => {
  const { Deployment } = await made(
    "--serve-cluster=east=east-context",
    "--serve-cluster=west=west,or=not",
    "--kubeconfig-config-map=clusters",
  );
  const { spec } = (Deployment!.spec as {
    template: Pod & { spec: { volumes: { configMap: { name: string } }[] } };
  }).template;
  const { args } = spec.containers[0]!;
  assert.ok(args.includes("--serve-cluster=east=east-context"));
  assert.ok(args.includes("--serve-cluster=west=west,or=not"));
  assert.ok(args.includes("--kubeconfig=/etc/kubeconfig/config"));
  assert.deepEqual(spec.volumes.map(({ configMap }) => configMap?.name), [
    "kube-root-ca.crt",
    "clusters",
  ]);
});

Deno.test("serve --manifests has a grace period and memory that follow the other flags", async () => {
  interface Limited {
    template: {
      spec: {
        terminationGracePeriodSeconds: number;
        containers: { resources: { limits: { memory: string } } }[];
      };
    };
  }
  async function limits(...args: string[]) {
    const { spec } = ((await made(...args)).Deployment!.spec as unknown as Limited).template;
    const { memory } = spec.containers[0]!.resources.limits;
    return [spec.terminationGracePeriodSeconds, Number(memory.replace("Mi", ""))] as const;
  }
  const [usual, memory] = await limits();
  const [longer, same] = await limits("--shutdown-delay=60s");
  assert.equal(longer, usual + 55);
  assert.equal(same, memory);
  const [, more] = await limits("--max-connections=10000", "--max-header-bytes=65536");
  assert.ok(more > memory + 10_000 * 64 / 1_024);
  const [, withBodies] = await limits("--ignore-events=PULL_ARTIFACT");
  assert.ok(withBodies > memory);
  assert.deepEqual(await limits("--hooks"), [usual, withBodies]);
});

Deno.test("serve --manifests without --hooks has no account and no token", async () => {
  const all = await made();
  assert.equal(all.ServiceAccount, undefined);
  const { spec } = (all.Deployment!.spec as { template: Pod }).template;
  assert.equal(spec.serviceAccountName, "default");
  assert.equal(spec.automountServiceAccountToken, false);
  assert.deepEqual(spec.volumes.map(({ name }) => name), ["kube-root-ca"]);
  const text = await manifests();
  assert.doesNotMatch(text, /hook|serviceAccount(?!Token: false|Name: default)|projected/);
});

Deno.test("serve --manifests --hooks gives the Pods an account without rights, and its token", async () => {
  const all = await made("--hooks");
  const { automountServiceAccountToken } = all.ServiceAccount as unknown as Pod["spec"];
  assert.equal(automountServiceAccountToken, false);
  assert.deepEqual(
    Object.keys(all),
    ["ServiceAccount", "Service", "Deployment", "PodDisruptionBudget", "NetworkPolicy", "Ingress"],
    "no Role and no binding",
  );
  const { spec } = (all.Deployment!.spec as { template: Pod }).template;
  assert.equal(spec.serviceAccountName, "kubectl-apprepo");
  assert.equal(spec.automountServiceAccountToken, false);
  const [{ projected } = {}] = spec.volumes.filter(({ name }) => name === "own-token");
  assert.deepEqual(projected?.sources, [
    { serviceAccountToken: { path: "token", expirationSeconds: 3_600 } },
  ]);
  const [container] = spec.containers;
  assert.ok(container!.args.includes("--hooks"));
  assert.deepEqual(container!.volumeMounts.filter(({ name }) => name === "own-token"), [{
    name: "own-token",
    // Where --hooks-token-file looks for it by itself.
    mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
    readOnly: true,
  }]);
  assert.equal(container!.securityContext.readOnlyRootFilesystem, true);
  const { rules } = all.Ingress!.spec as {
    rules: { http: { paths: { path: string; pathType: string; backend: unknown }[] } }[];
  };
  const [webhook, hook] = rules[0]!.http.paths;
  assert.deepEqual([webhook!.path, hook!.path], ["/api/v1/clusters", "/hook"]);
  assert.deepEqual([hook!.pathType, hook!.backend], [webhook!.pathType, webhook!.backend]);
});

Deno.test("serve --manifests --hooks --no-ingress gives Kubeapps' chart both paths", async () => {
  const { stderr } = await apprepo(["serve", "--manifests", "--no-ingress", "--hooks"], {
    kubeconfig: "/nowhere",
  });
  const [, values = ""] = stderr.split("\n\n");
  const { ingress } = load(values) as { ingress: { extraPaths: { path: string }[] } };
  assert.deepEqual(ingress.extraPaths.map(({ path }) => path), ["/api/v1/clusters", "/hook"]);
});

Deno.test("serve --manifests --no-ingress says what Kubeapps' chart needs instead", async () => {
  const { code, stdout, stderr } = await apprepo(
    ["serve", "--manifests", "--no-ingress", "--image=registry.example.com/apprepo:v1"],
    { kubeconfig: "/nowhere" },
  );
  assert.equal(code, 0);
  const kinds = [...stdout.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind);
  assert.deepEqual(kinds, ["Service", "Deployment", "PodDisruptionBudget", "NetworkPolicy"]);
  const [, values = ""] = stderr.split("\n\n");
  const { ingress } = load(values) as { ingress: { extraPaths: unknown[] } };
  assert.deepEqual(ingress.extraPaths, [{
    path: "/api/v1/clusters",
    pathType: "Prefix",
    backend: { service: { name: "kubectl-apprepo", port: { name: "http" } } },
  }]);
});

Deno.test({
  name: "serve --address='*' answers on IPv4 and, where there is one, on IPv6",
  sanitizeResources: false,
  async fn() {
    await using receiver = await RunningReceiver.start({ kubeconfig, args: ["--address=*"] });
    const { port } = new URL(receiver.url);
    const hosts = ["127.0.0.1", ...(hasIpv6() ? ["[::1]"] : [])];
    for (const host of hosts) {
      for (const method of ["GET", "HEAD"]) {
        const response = await fetch(`http://${host}:${port}/`, { method });
        assert.equal(response.status, 200, host);
        assert.equal(await response.text(), method === "GET" ? "ok\n" : "");
      }
    }
  },
});

function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

for (const more of [[], ["--hooks"]]) {
  Deno.test(`serve --manifests ${more} makes Pods that the restricted Pod Security level admits`, () =>
    isAdmitted(more));
}

async function isAdmitted(more: readonly string[]): Promise<void> {
  const namespace = await cluster.namespace("manifests");
  const label = "pod-security.kubernetes.io/enforce=restricted";
  await cluster.kubectl(["label", "namespace", namespace, label]);
  const text = await manifests(...more);
  const applied = await cluster.kubectl(["apply", "-n", namespace, "-f", "-"], { stdin: text });
  assert.deepEqual([applied.code, applied.stderr], [0, ""]);
  const objects = await parsed(text, "-n", namespace);
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
  const pods = await cluster.kubectl(["get", "pod", "bare", "-n", namespace, "-o", "json"]);
  const { spec } = JSON.parse(pods.stdout) as Pod;
  assert.deepEqual(
    spec.volumes.map(({ name }) => name),
    template.spec.volumes.map(({ name }) => name),
  );
}

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

Deno.test({
  name: "webhook-url finds what serve --manifests made",
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    // Of its own: elsewhere, tests look for what stands in front of Kubeapps.
    await using own = await ownCluster();
    const namespace = await own.namespace("kubeapps");
    await own.createRepository(namespace, "my-repo");
    const stdin = await manifests(
      ...["--tls-secret=kubeapps-tls", "--namespace", namespace],
      // Its second path leads no webhook anywhere.
      "--hooks",
    );
    const applied = await own.kubectl(["apply", "-f", "-"], { stdin });
    assert.deepEqual([applied.code, applied.stderr], [0, ""]);
    const found = await apprepo(["webhook-url", "my-repo", "-n", namespace], {
      kubeconfig: own.adminKubeconfig,
    });
    assert.deepEqual([found.code, found.stderr], [0, ""]);
    const url = `https://kubeapps.example.com${refreshPath(namespace, "my-repo")}`;
    assert.equal(found.stdout, url);
  },
});

Deno.test("serve --manifests wants what it needs and nothing else", async () => {
  const cases: [string[], RegExp][] = [
    [["--manifests"], /needs --host, .* or --no-ingress/],
    [["--manifests", "--image=a"], /needs --host, .* or --no-ingress/],
    [["--manifests", ...wanted, "--no-ingress"], /--host is for an Ingress/],
    [["--manifests", ...wanted, "--egress-port=0"], /from 1 to 65535/],
    [["--manifests", ...wanted, "--egress-port=https"], /from 1 to 65535/],
    [["--manifests", ...wanted, "--image-pull-secret=A"], /wants the name of an object/],
    [["--manifests", ...wanted, "--ingress-annotation=a"], /wants KEY=VALUE/],
    [["--manifests", ...wanted, "--serve-cluster=a=b"], /needs --kubeconfig-config-map/],
    [["--manifests", ...wanted, "--kubeconfig-config-map=a"], /needs --serve-cluster/],
    [["--manifests", ...wanted, "--cluster-name=a/b"], /--cluster-name wants a name/],
    [["--no-ingress"], /--no-ingress is for --manifests/],
    [["--egress-port=1"], /--egress-port is for --manifests/],
    [["--manifests", ...wanted, "--port=80"], /--port makes no sense with --manifests/],
    [["--manifests", ...wanted, "--token=a"], /--token makes no sense/],
    [
      ["--manifests", ...wanted, "--hooks", "--hooks-token-file=/token"],
      /--hooks-token-file makes no sense with --manifests: in a cluster that is fixed/,
    ],
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
