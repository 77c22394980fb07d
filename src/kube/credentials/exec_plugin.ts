/**
 * Credentials from a command that the kubeconfig names, run as client-go runs it.
 * Source: k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go.
 */

import { FileError, type Host } from "../../host.ts";
import type { ClientCertificate, Credentials } from "./credentials.ts";
import { ConfigError } from "../api/errors.ts";
import { encodeExecInfo, type ExecTarget, readExecCredential } from "./exec_credential.ts";
import type { ExecConfig } from "../kubeconfig/kubeconfig.ts";

/** What one run of the command gave. */
interface Issued {
  readonly authorization?: string;
  readonly certificate?: ClientCertificate;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

const versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

const installHelp = `

It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins`;

/**
 * Runs the command at once, since a certificate from it is needed before the first connection;
 * again when what it gave has expired, and at each `renew`.
 * @throws {ConfigError} where the command can't be run, fails, or prints no ExecCredential
 */
export async function openExecCredentials(
  host: Host,
  exec: ExecConfig,
  target: ExecTarget,
): Promise<Credentials> {
  if (!versions.includes(exec.apiVersion)) {
    throw new ConfigError(`error: exec plugin: invalid apiVersion "${exec.apiVersion}"`);
  }
  const env = { ...host.env.all(), ...exec.env };
  let issued = await issue(host, exec, target, env);
  let running: Promise<Issued> | undefined;

  async function issueAgain(): Promise<void> {
    // Requests that find the credentials expired at the same time share one run.
    running ??= issue(host, exec, target, env).finally(() => running = undefined);
    issued = await running;
  }
  return {
    get certificate() {
      return issued.certificate;
    },
    async authorization() {
      if (issued.expiresAt !== undefined && host.now() > issued.expiresAt) await issueAgain();
      return issued.authorization;
    },
    async renew() {
      await issueAgain();
      return true;
    },
  };
}

async function issue(
  host: Host,
  exec: ExecConfig,
  target: ExecTarget,
  env: Record<string, string>,
): Promise<Issued> {
  const interactive = isInteractive(host, exec);
  const info = encodeExecInfo(exec, target, interactive);
  const stdout = await run(host, exec, { ...env, KUBERNETES_EXEC_INFO: info }, interactive);
  return readExecCredential(exec, stdout);
}

function isInteractive(host: Host, exec: ExecConfig): boolean {
  if (exec.interactiveMode === "Always" && !host.stdin.isTerminal) {
    throw execError(
      "exec plugin cannot support interactive mode: standard input is not a terminal",
    );
  }
  return exec.interactiveMode !== "Never" && host.stdin.isTerminal;
}

async function run(
  host: Host,
  exec: ExecConfig,
  env: Record<string, string>,
  inheritStdin: boolean,
): Promise<string> {
  try {
    const process = { command: exec.command, args: exec.args, env, inheritStdin };
    const { code, stdout } = await host.exec(process);
    if (code === 0) return stdout;
    throw execError(`exec: executable ${exec.command} failed with exit code ${code}`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw execError(notStarted(exec, error), error);
  }
}

/** As in Go, only a name that is looked up in PATH can be "not found" and gets the hint. */
function notStarted(exec: ExecConfig, error: FileError): string {
  const hint = exec.installHint === undefined ? "" : `\n\n${exec.installHint}`;
  if (!/[/\\]/.test(exec.command) && error.kind === "missing") {
    return `exec: executable ${exec.command} not found${installHelp}${hint}`;
  }
  const reason = error.kind === "missing"
    ? "no such file or directory"
    : error.kind === "denied"
    ? "permission denied"
    : error.message;
  const advice = /exec format error/.test(reason)
    ? "\nIt is a program for another kind of machine, or a script that does not begin with a line such as #!/bin/sh."
    : "";
  return `exec: fork/exec ${exec.command}: ${reason}${advice}${hint}`;
}

function execError(reason: string, cause?: unknown): ConfigError {
  return new ConfigError(`Unable to connect to the server: getting credentials: ${reason}`, {
    cause,
  });
}
