import assert from "node:assert/strict";
import { testCluster } from "../cluster/support/cluster.ts";
import { apprepo, binary } from "./support/apprepo.ts";

const cluster = await testCluster();
const admin = cluster.adminKubeconfig;
const line = "apprepository.kubeapps.com";

async function namespaceWith(...names: string[]): Promise<string> {
  const namespace = await cluster.namespace("refresh");
  await Promise.all(names.map((name) => cluster.createRepository(namespace, name)));
  return namespace;
}

async function succeeds(args: readonly string[], stdin?: string): Promise<string> {
  const { code, stdout, stderr } = await apprepo(args, { kubeconfig: admin, stdin });
  assert.equal(code, 0, stderr);
  return stdout;
}

Deno.test("refresh raises one repository by one and says so, nothing else", async () => {
  const ns = await namespaceWith("my-repo");
  const result = await apprepo(["refresh", "my-repo", "-n", ns], { kubeconfig: admin });
  assert.deepEqual(result, {
    code: 0,
    signal: null,
    stdout: `${line}/my-repo refreshed\n`,
    stderr: "",
  });
  assert.equal(await cluster.resyncRequests(ns, "my-repo"), 1);
});

Deno.test("refresh works through kubectl, with flags on either side of the command", async () => {
  const ns = await namespaceWith("my-repo");
  const env = { PATH: `${binary.replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}` };
  for (
    const args of [["refresh", "my-repo", `-n=${ns}`], [`-n${ns}`, "refresh", "my-repo"], [
      "--namespace",
      ns,
      "refresh",
      "my-repo",
    ]]
  ) {
    const { code, stdout, stderr } = await cluster.kubectl(["apprepo", ...args], { env });
    assert.deepEqual([code, stdout, stderr], [0, `${line}/my-repo refreshed\n`, ""]);
  }
  assert.equal(await cluster.resyncRequests(ns, "my-repo"), 3);
});

Deno.test("refresh takes names and types as kubectl does, each repository once", async () => {
  const ns = await namespaceWith("a", "b");
  await succeeds(["refresh", "a", "b", "a", "-n", ns]);
  await succeeds(["refresh", "apprepos", "a", "-n", ns]);
  await succeeds(["refresh", "apprepository.kubeapps.com/a", "apprepo/b", "-n", ns]);
  assert.equal(await cluster.resyncRequests(ns, "a"), 3);
  assert.equal(await cluster.resyncRequests(ns, "b"), 2);
});

Deno.test("refresh selects by label, by field and all, and counts in its last line", async () => {
  const ns = await cluster.namespace("refresh");
  await cluster.createRepository(ns, "a", {}, { labels: { tier: "x" } });
  await cluster.createRepository(ns, "b", {}, { labels: { tier: "x" } });
  await cluster.createRepository(ns, "c");
  const { code, stdout, stderr } = await apprepo(["refresh", "-l", "tier=x", "-n", ns], {
    kubeconfig: admin,
  });
  assert.deepEqual([code, stderr], [0, "2 refreshed\n"]);
  assert.deepEqual(stdout.trim().split("\n").sort(), [
    `${line}/a refreshed`,
    `${line}/b refreshed`,
  ]);
  await succeeds(["refresh", "--field-selector=metadata.name=c", "-n", ns]);
  await succeeds(["refresh", "--all", "-n", ns]);
  const counts = ["a", "b", "c"].map((name) => cluster.resyncRequests(ns, name));
  assert.deepEqual(await Promise.all(counts), [2, 2, 2]);
});

Deno.test("refresh -A reaches every namespace", async () => {
  const [one, two] = [await cluster.namespace("refresh"), await cluster.namespace("refresh")];
  const labels = { everywhere: one };
  await cluster.createRepository(one, "a", {}, { labels });
  await cluster.createRepository(two, "a", {}, { labels });
  await succeeds(["refresh", "-A", "-l", `everywhere=${one}`]);
  assert.deepEqual(
    [await cluster.resyncRequests(one, "a"), await cluster.resyncRequests(two, "a")],
    [1, 1],
  );
});

Deno.test("refresh -f takes manifests from files and stdin", async () => {
  const ns = await namespaceWith("a", "b", "c");
  const manifest = await cluster.kubectl(["get", "apprepos", "a", "b", "-n", ns, "-o", "yaml"]);
  await succeeds(["refresh", "-f", "-"], manifest.stdout);
  const file = `${cluster.folder}/${ns}.yaml`;
  const one = await cluster.kubectl(["get", "apprepos", "c", "-n", ns, "-o", "json"]);
  await Deno.writeTextFile(file, one.stdout);
  await succeeds(["refresh", "-f", file, "-n", ns]);
  const counts = ["a", "b", "c"].map((name) => cluster.resyncRequests(ns, name));
  assert.deepEqual(await Promise.all(counts), [1, 1, 1]);
});

Deno.test("refresh -o prints the object as kubectl does", async () => {
  const ns = await namespaceWith("a");
  for (const format of ["json", "yaml", "name", "jsonpath={.spec.resyncRequests}"]) {
    const ours = await succeeds(["refresh", "a", "-n", ns, "-o", format]);
    const theirs = await cluster.kubectl(["get", "apprepository", "a", "-n", ns, "-o", format]);
    assert.equal(ours, theirs.stdout);
  }
});

Deno.test("refresh --dry-run changes nothing and says which kind it was", async () => {
  const ns = await namespaceWith("a");
  const { metadata } = await cluster.repository(ns, "a");
  assert.equal(
    await succeeds(["refresh", "a", "-n", ns, "--dry-run=client"]),
    `${line}/a refreshed (dry run)\n`,
  );
  assert.equal(
    await succeeds(["refresh", "a", "-n", ns, "--dry-run=server"]),
    `${line}/a refreshed (server dry run)\n`,
  );
  const raised = await succeeds([
    "refresh",
    "a",
    "-n",
    ns,
    "--dry-run=server",
    "-o=jsonpath={.spec.resyncRequests}",
  ]);
  assert.equal(raised, "1");
  const bare = await apprepo(["refresh", "--dry-run", "a", "-n", ns], { kubeconfig: admin });
  assert.deepEqual([bare.code, bare.stdout], [0, `${line}/a refreshed (dry run)\n`]);
  assert.match(
    bare.stderr,
    /^--dry-run is deprecated and can be replaced with --dry-run=client\.\n$/,
  );
  assert.equal(
    (await cluster.repository(ns, "a")).metadata.resourceVersion,
    metadata.resourceVersion,
  );
});

Deno.test("refresh keeps every field that it does not know, numbers of 64 bits too", async () => {
  const ns = await cluster.namespace("refresh");
  const pod =
    `{"spec":{"containers":null,"securityContext":{"runAsUser":9007199254740993,"deep":[{"a":-9223372036854775808}]}}}`;
  const manifest =
    `{"apiVersion":"kubeapps.com/v1alpha1","kind":"AppRepository","metadata":{"name":"a","namespace":"${ns}","annotations":{"k":"1234567890123456789"},"finalizers":["example.com/keep"]},"spec":{"type":"oci","url":"https://e","interval":"7m","ociRepositories":["x"],"filterRule":{"jq":".name","variables":{"$a":"b"}},"syncJobPodTemplate":${pod}}}`;
  const made = await cluster.kubectl(["create", "-f", "-"], { stdin: manifest });
  assert.equal(made.code, 0, made.stderr);
  const path = `/apis/kubeapps.com/v1alpha1/namespaces/${ns}/apprepositories/a`;
  const before = await cluster.kubectl(["get", "--raw", path]);
  assert(
    before.stdout.includes("9007199254740993") && before.stdout.includes("-9223372036854775808"),
  );
  await succeeds(["refresh", "a", "-n", ns]);
  const after = await cluster.kubectl(["get", "--raw", path]);
  function comparable(text: string): string {
    return text.replace(/"resyncRequests":\d+,/, "").replace(
      /"(resourceVersion|generation)":"?\d+"?/g,
      "",
    )
      .replace(/"managedFields":.*?(?="name")/, "");
  }
  assert.equal(comparable(after.stdout), comparable(before.stdout));
  await cluster.kubectl([
    "patch",
    "apprepository",
    "a",
    "-n",
    ns,
    "--type=merge",
    "-p",
    '{"metadata":{"finalizers":null}}',
  ]);
});

Deno.test("refresh is recorded under its field manager", async () => {
  const ns = await namespaceWith("a");
  await succeeds(["refresh", "a", "-n", ns]);
  await succeeds(["refresh", "a", "-n", ns, "--field-manager=ci"]);
  const { stdout } = await cluster.kubectl([
    "get",
    "apprepository",
    "a",
    "-n",
    ns,
    "-o=jsonpath={.metadata.managedFields[*].manager}",
    "--show-managed-fields",
  ]);
  assert.match(stdout, /\bci\b/);
});

Deno.test("refresh -q prints nothing but errors", async () => {
  const ns = await namespaceWith("a", "b");
  const quiet = await apprepo(["refresh", "--all", "-q", "-n", ns], { kubeconfig: admin });
  assert.deepEqual([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);
  assert.equal(await cluster.resyncRequests(ns, "a"), 1);
});

Deno.test("refresh goes on after a failure, says what failed and why, and exits 1", async () => {
  const ns = await namespaceWith("a", "b");
  const { code, stdout, stderr } = await apprepo(["refresh", "a", "missing", "b", "-n", ns], {
    kubeconfig: admin,
  });
  assert.equal(code, 1);
  assert.deepEqual(stdout.trim().split("\n").sort(), [
    `${line}/a refreshed`,
    `${line}/b refreshed`,
  ]);
  assert.match(
    stderr,
    /apprepository\.kubeapps\.com\/missing: Error from server \(NotFound\): apprepositories\.kubeapps\.com "missing" not found/,
  );
  assert.match(stderr, /\n2 refreshed, 1 failed\n$/);
});

Deno.test("refresh says where a name that is not here is, and that other kinds are others", async () => {
  const [here, there] = [await cluster.namespace("refresh"), await cluster.namespace("refresh")];
  const name = `only-${there}`;
  await cluster.createRepository(there, name);
  const elsewhere = await apprepo(["refresh", name, "-n", here], { kubeconfig: admin });
  assert.equal(elsewhere.code, 1);
  assert.equal(
    elsewhere.stderr,
    `Error from server (NotFound): apprepositories.kubeapps.com "${name}" not found\nIt is not in namespace "${here}", but in "${there}": add -n ${there}.\n`,
  );
  const nowhere = await apprepo(["refresh", "no-such-repo", "-n", here], { kubeconfig: admin });
  assert.match(
    nowhere.stderr,
    /helmrepositories\.source\.toolkit\.fluxcd\.io.*packagerepositories\.packaging\.carvel\.dev/,
  );
});

Deno.test("refresh --all says when there is nothing, and that is no error", async () => {
  const ns = await cluster.namespace("refresh");
  const { code, stdout, stderr } = await apprepo(["refresh", "--all", "-n", ns], {
    kubeconfig: admin,
  });
  assert.deepEqual([code, stdout, stderr], [0, "", `No resources found in ${ns} namespace.\n`]);
});

Deno.test("refresh takes no more rights than get and update", async () => {
  const ns = await namespaceWith("a", "b");
  const account = { namespace: ns, name: "webhook" };
  await cluster.grantRole(ns, { serviceAccount: account }, [{
    apiGroups: ["kubeapps.com"],
    resources: ["apprepositories"],
    verbs: ["get", "update"],
    resourceNames: ["a"],
  }]);
  const kubeconfig = await cluster.kubeconfigFor({ serviceAccount: account, namespace: ns });
  const allowed = await apprepo(["refresh", "a"], { kubeconfig });
  assert.deepEqual([allowed.code, allowed.stderr], [0, ""]);
  const refused = await apprepo(["refresh", "b"], { kubeconfig });
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    new RegExp(
      `^Error from server \\(Forbidden\\): apprepositories\\.kubeapps\\.com "b" is forbidden: User "system:serviceaccount:${ns}:webhook" cannot get resource "apprepositories" in API group "kubeapps\\.com" in the namespace "${ns}"\n$`,
    ),
  );
  const list = await apprepo(["refresh", "--all"], { kubeconfig });
  assert.match(
    list.stderr,
    /^Error from server \(Forbidden\): .* cannot list resource "apprepositories"/,
  );
  assert.equal(await cluster.resyncRequests(ns, "b"), 0);
});

Deno.test("refresh says who may not log in, and never prints a token, at any verbosity", async () => {
  const ns = await namespaceWith("a");
  const account = { namespace: ns, name: "webhook" };
  const tokens = {
    expired: await cluster.expiredToken(account),
    valid: await cluster.token(account),
  };
  for (const [kind, token] of Object.entries(tokens)) {
    const kubeconfig = await cluster.kubeconfigFor({ token, namespace: ns });
    for (const level of ["0", "6", "7", "8", "9", "10"]) {
      for (
        const args of [["refresh", "a"], ["refresh", "a", `--token=${token}`], [
          "refresh",
          "--all",
          "-ojson",
        ]]
      ) {
        const { code, stdout, stderr } = await apprepo([...args, `-v=${level}`], { kubeconfig });
        assert.equal(code, 1);
        assert(!(stdout + stderr).includes(token), `${kind} token shown by ${args} -v=${level}`);
        if (kind === "expired") {
          assert.match(
            stderr,
            /error: You must be logged in to the server \(Unauthorized\)\nThe token expired on /,
          );
        }
      }
    }
  }
});

Deno.test("20 shells at once, 50 refreshes each, raise one repository by exactly 1,000", async () => {
  const ns = await namespaceWith("a");
  const script = `for i in $(seq 50); do "$0" refresh a -n ${ns} || exit 1; done`;
  const shells = Array.from({ length: 20 }, async () => {
    const { stdout, stderr, code } = await shell(script);
    assert.deepEqual([code, stderr, stdout.trim().split("\n").length], [0, "", 50]);
  });
  await Promise.all(shells);
  assert.equal(await cluster.resyncRequests(ns, "a"), 1_000);
});

async function shell(script: string) {
  const { run } = await import("../cluster/support/run.ts");
  return await run("sh", ["-c", script, binary], {
    env: { KUBECONFIG: admin },
    timeout: 1_200_000,
  });
}

Deno.test("refresh -f takes folders, -R those within, and -k what a kustomization makes", async () => {
  const ns = await namespaceWith("one", "two", "three");
  const folder = await Deno.makeTempDir();
  const manifest = (name: string) =>
    `apiVersion: kubeapps.com/v1alpha1\nkind: AppRepository\nmetadata: {name: ${name}, namespace: ${ns}}\n`;
  const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
  await Deno.mkdir(`${folder}/sub`);
  await Deno.writeTextFile(`${folder}/a.yaml`, `${secret}---\n${manifest("one")}`);
  await Deno.writeTextFile(`${folder}/notes.txt`, "nothing");
  await Deno.writeTextFile(`${folder}/sub/b.yml`, manifest("two"));
  const flat = await apprepo(["refresh", "-f", folder], { kubeconfig: admin });
  assert.deepEqual([flat.code, flat.stdout], [0, `${line}/one refreshed\n`]);
  assert.match(flat.stderr, /^1 object of other kinds passed over\n/);
  const deep = await succeeds(["refresh", "-R", "-f", folder]);
  assert.deepEqual(deep.trim().split("\n").sort(), [
    `${line}/one refreshed`,
    `${line}/two refreshed`,
  ]);
  await Deno.writeTextFile(`${folder}/c.yaml`, manifest("t"));
  await Deno.writeTextFile(
    `${folder}/kustomization.yaml`,
    "resources: [c.yaml]\nnameSuffix: hree\n",
  );
  assert.equal(await succeeds(["refresh", "-k", folder]), `${line}/three refreshed\n`);
  const none = await apprepo(["refresh", "-k", `${folder}/sub`], { kubeconfig: admin });
  assert.equal(none.code, 1);
  assert.match(
    none.stderr,
    /unable to find one of 'kustomization.yaml'.*\n.*failed with exit code 1/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("refresh raises a repository whose name is too long for Kubeapps, and warns", async () => {
  const [short, long] = ["a".repeat(63), "a".repeat(64)];
  const ns = await namespaceWith(short, long);
  const { code, stdout, stderr } = await apprepo(["refresh", long, "-n", ns], {
    kubeconfig: admin,
  });
  assert.deepEqual([code, stdout], [0, `${line}/${long} refreshed\n`]);
  assert.match(stderr, /^Warning: .*a has a name of over 63 characters: Kubeapps never syncs/);
  assert.equal(await cluster.resyncRequests(ns, long), 1);
  const fine = await apprepo(["refresh", short, "-n", ns], { kubeconfig: admin });
  assert.deepEqual([fine.code, fine.stderr], [0, ""]);
});

Deno.test("refresh reads a kubeconfig that a shell opened, under the binary's own permissions", async () => {
  const ns = await namespaceWith("my-repo");
  for (const words of ["--kubeconfig /dev/stdin < $C", "--kubeconfig <(cat $C)"]) {
    const { code, stderr } = await new Deno.Command("bash", {
      args: ["-c", `${binary} refresh my-repo -n ${ns} ${words}`],
      env: { C: admin },
      stdout: "null",
      stderr: "piped",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
  }
});
