// Exec plugins, as client-go runs them.

import assert from "node:assert/strict";
import { config, type Files, type Row } from "../row.ts";
import type { World } from "../world.ts";

const v1 = "client.authentication.k8s.io/v1";
const v1beta1 = "client.authentication.k8s.io/v1beta1";
type Dict = Record<string, unknown>;

function credential(status: Dict | undefined, apiVersion = v1): string {
  return JSON.stringify({ apiVersion, kind: "ExecCredential", status });
}

/** A plugin that keeps what it was told in the row's folder, and prints the file `out`. */
const plugin = `#!/bin/sh
cd "$(dirname "$0")"
printf '%s' "$KUBERNETES_EXEC_INFO" > info
printf '%s|' "$@" "$OWN" "$GIVEN" > told
cat out
`;

function running(
  exec: Dict,
  out: (world: World) => string,
  cluster: Dict = {},
): (world: World) => Files {
  return (world) => {
    const { server, caData } = world;
    const plain = { apiVersion: v1, command: "./plugin.sh", interactiveMode: "Never" };
    const entry = { server, "certificate-authority-data": caData, ...cluster };
    return {
      "sub/config": config(entry, { exec: { ...plain, ...exec } }),
      "sub/plugin.sh": plugin,
      "sub/out": out(world),
    };
  };
}

const env = (_: World, folder: string) => ({ KUBECONFIG: `${folder}/sub/config`, GIVEN: "given" });
const token = (apiVersion?: string) => (world: World) =>
  credential({ token: world.token }, apiVersion);

/** What each program told its plugin, for the comparison with the other's. */
const told = new Map<string, string>();

/** The same file by both programs, but for where the row's folder is. */
function bothTold(row: string, file: "info" | "told"): Row["alsoHolds"] {
  return (_world, folder, program) => {
    const text = Deno.readTextFileSync(`${folder}/sub/${file}`).trim();
    assert.notEqual(text, "");
    if (program === "kubectl") told.set(row + file, text);
    else assert.equal(text, told.get(row + file));
  };
}

const unable = "Unable to connect to the server: getting credentials: ";

function failing(what: string, exec: Dict, out: string, words: string): Row {
  return {
    name: `exec: ${what}`,
    files: running(exec, () => out),
    env,
    expect: { error: new RegExp(words) },
  };
}

/** A plugin `plug` in the row's folder, and another one that a PATH of its own would find. */
function byName(out: string, path: (folder: string) => string): Pick<Row, "files" | "env"> {
  return {
    files: (world) => ({
      ...running(
        { command: "plug.sh", env: [{ name: "PATH", value: "/nowhere:/usr/bin:/bin" }] },
        token(),
      )(
        world,
      ),
      "bin/plug.sh": out,
    }),
    env: (_, folder) => ({ KUBECONFIG: `${folder}/sub/config`, PATH: path(folder) }),
  };
}

const systemPath = Deno.env.get("PATH") ?? "";
const script = (text: string) => `#!/bin/sh\ncat "$(dirname "$0")/../sub/out"\n${text}`;

const oddPlugins: Row[] = [
  {
    name: "exec: a plugin in PATH that is given a PATH of its own",
    ...byName(script(""), (folder) => `${folder}/bin:${systemPath}`),
    expect: "same",
  },
  {
    name: "exec: a plugin that only the working directory in PATH would find",
    files: (world) => ({
      ...running({ command: "plug.sh" }, token())(world),
      "plug.sh": script(""),
    }),
    env: (_, folder) => ({ KUBECONFIG: `${folder}/sub/config`, PATH: `.:${systemPath}` }),
    expect: { error: /exec: executable plug.sh not found/ },
  },
  ...[["no program", "\x7fELF"], ["a script without its first line", "echo hello\n"]].map((
    [what, text],
  ): Row => ({
    name: `exec: ${what}`,
    ...byName(text!, (folder) => `${folder}/bin:${systemPath}`),
    // Deno newer than 2.6 hands it to sh, as shells do.
    expect: {
      kubectl: /exec: fork\/exec \S*plug.sh: exec format error/,
      ours: /exec: fork\/exec \S*plug.sh: exec format error\nIt is|exit code 127|decoding stdout/,
    },
  })),
  {
    name: "exec: what never expires, in Go's words",
    files: running(
      {},
      ({ token }) => credential({ token, expirationTimestamp: "0001-01-01T00:00:00Z" }),
    ),
    env,
    expect: "same",
  },
  {
    name: "exec: a credential without its kind",
    files: running({}, ({ token }) => JSON.stringify({ apiVersion: v1, status: { token } })),
    env,
    expect: "same",
  },
];

export const execRows: Row[] = [
  ...oddPlugins,
  {
    name: "exec: a token by v1, with args and env, the command beside the kubeconfig",
    files: running({ args: ["a", "b c"], env: [{ name: "OWN", value: "own" }] }, token()),
    env,
    expect: "same",
    alsoHolds: bothTold("args", "told"),
  },
  {
    name: "exec: a command beside a kubeconfig that is named without its folder",
    files: (w) => {
      const all = running({}, token())(w);
      return { config: all["sub/config"]!, "plugin.sh": plugin, out: all["sub/out"]! };
    },
    env: () => ({ KUBECONFIG: "config" }),
    expect: "same",
  },
  {
    name: "exec: a token by v1beta1, without an interactiveMode",
    files: running({ apiVersion: v1beta1, interactiveMode: undefined }, token(v1beta1)),
    env,
    expect: "same",
    alsoHolds: bothTold("v1beta1", "info"),
  },
  {
    name: "exec: IfAvailable without a terminal",
    files: running({ interactiveMode: "IfAvailable" }, token()),
    env,
    expect: "same",
    alsoHolds: bothTold("IfAvailable", "info"),
  },
  {
    name: "exec: provideClusterInfo, with the cluster's own settings for the plugin",
    files: running({ provideClusterInfo: true }, token(), {
      "tls-server-name": "localhost",
      "disable-compression": true,
      extensions: [{
        name: "client.authentication.k8s.io/exec",
        extension: { audience: ["a", 1] },
      }],
    }),
    env,
    expect: "same",
    alsoHolds: bothTold("info", "info"),
  },
  {
    name: "exec: a client certificate",
    files: running(
      {},
      ({ ec }) => credential({ clientCertificateData: ec.certificate, clientKeyData: ec.key }),
    ),
    env,
    expect: "same",
  },
  {
    name: "exec: a certificate and a token",
    files: running(
      {},
      ({ rsa, token }) =>
        credential({ clientCertificateData: rsa.certificate, clientKeyData: rsa.key, token }),
    ),
    env,
    expect: "same",
  },
  {
    name: "exec: YAML from the plugin, and a time at which it expires",
    files: running(
      {},
      ({ token }) =>
        `apiVersion: ${v1}\nkind: ExecCredential\nstatus: {token: ${token}, expirationTimestamp: "2100-01-01T00:00:00Z"}`,
    ),
    env,
    expect: "same",
  },
  {
    name: "exec: not run beside a token",
    files: (world) => ({
      "sub/config": config({ server: world.server, "certificate-authority-data": world.caData }, {
        token: world.token,
        exec: { apiVersion: v1, command: "false", interactiveMode: "Never" },
      }),
    }),
    env,
    expect: "same",
  },
  {
    name: "exec: not run over plain http",
    files: ({ kubectlProxy }) => ({
      "sub/config": config({ server: kubectlProxy }, {
        exec: { apiVersion: v1, command: "false", interactiveMode: "Never" },
      }),
    }),
    env,
    expect: "same",
  },
  failing(
    "a command that is not in PATH, with a hint",
    { command: "no-such-plugin", installHint: "Get it there." },
    "",
    `${unable}exec: executable no-such-plugin not found\n\nIt looks like you are trying[^]*\n\nGet it there\\.`,
  ),
  failing(
    "a path that is not there",
    { command: "./no.sh" },
    "",
    `${unable}exec: fork/exec /.*/sub/no.sh: no such file or directory`,
  ),
  failing(
    "a command that fails",
    { command: "false" },
    "",
    `${unable}exec: executable false failed with exit code 1`,
  ),
  failing(
    "Always without a terminal",
    { interactiveMode: "Always" },
    credential({ token: "t" }),
    `${unable}exec plugin cannot support interactive mode: standard input is not a terminal`,
  ),
  failing(
    "another version than was asked for",
    {},
    credential({ token: "s3cret" }, v1beta1),
    `${unable}exec plugin is configured to use API version ${v1}, plugin returned version ${v1beta1}`,
  ),
  failing(
    "no status",
    {},
    credential(undefined),
    `${unable}exec plugin didn't return a status field`,
  ),
  failing(
    "no credentials",
    {},
    credential({}),
    `${unable}exec plugin didn't return a token or cert/key pair`,
  ),
  failing(
    "half a pair",
    {},
    credential({ clientKeyData: "s3cret" }),
    `${unable}exec plugin returned only certificate or key, not both`,
  ),
  failing(
    "a pair that is none",
    {},
    credential({ clientKeyData: "x", clientCertificateData: "y" }),
    `${unable}failed parsing client key/certificate: tls: failed to find any PEM data in certificate input`,
  ),
  failing(
    "a number for a token",
    {},
    credential({ token: 7 }),
    `${unable}decoding stdout: .*number`,
  ),
  failing("no ExecCredential", {}, "garbage", `${unable}decoding stdout: `),
  failing(
    "a version that is none",
    { apiVersion: "client.authentication.k8s.io/v1alpha1" },
    "",
    `error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"`,
  ),
  failing(
    "no interactiveMode in v1",
    { interactiveMode: undefined },
    "",
    "error: interactiveMode must be specified for u to use exec authentication plugin",
  ),
  failing(
    "an interactiveMode that is none",
    { interactiveMode: "Sometimes" },
    "",
    'error: invalid interactiveMode for u: "Sometimes"',
  ),
  failing(
    "no command",
    { command: "" },
    "",
    "error: command must be specified for u to use exec authentication plugin",
  ),
  {
    name: "exec: several faults are listed",
    files: () => ({
      "sub/config": config({ server: "https://127.0.0.1:1" }, {
        exec: { command: "x" },
        "auth-provider": { name: "oidc" },
      }),
    }),
    env,
    expect: {
      error:
        /Error in configuration: \n\* authProvider cannot be provided in combination with an exec plugin for u\n\* apiVersion must be specified for u to use exec authentication plugin\n\* interactiveMode must be/,
    },
  },
];
