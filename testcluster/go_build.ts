// Builds the control plane's programs from the Go modules that go.mod pins.

import { HeldProcess } from "./held_process.ts";
import type { GoModule } from "./go_module.ts";
import { Progress } from "./progress.ts";

interface Program {
  name: string;
  package: string;
  ldflags: string;
}

export function programs({ kubernetes }: GoModule): Program[] {
  const [major = "", minor = ""] = kubernetes.slice(1).split(".");
  const version = Object.entries({ gitVersion: kubernetes, gitMajor: major, gitMinor: minor });
  // What `kubectl version` reads; without it the server calls itself v0.0.0.
  const stamps = version.map(([name, value]) =>
    `-X k8s.io/component-base/version.${name}=${value}`
  );
  const ldflags = ["-s -w", ...stamps].join(" ");
  return [
    { name: "kube-apiserver", package: "k8s.io/kubernetes/cmd/kube-apiserver", ldflags },
    {
      name: "kube-controller-manager",
      package: "k8s.io/kubernetes/cmd/kube-controller-manager",
      ldflags,
    },
    { name: "kube-scheduler", package: "k8s.io/kubernetes/cmd/kube-scheduler", ldflags },
    { name: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok", ldflags: "-s -w" },
    { name: "etcd", package: "go.etcd.io/etcd/server/v3", ldflags: "-s -w" },
  ];
}

/** What could be set otherwise by the user's environment or `go env -w`, and would break a build. */
const ENVIRONMENT = {
  CGO_ENABLED: "0",
  GO111MODULE: "on",
  GOARCH: Deno.build.arch === "aarch64" ? "arm64" : "amd64",
  GOFLAGS: "-mod=readonly -buildvcs=false",
  GOOS: Deno.build.os,
  GOTOOLCHAIN: "local",
  GOWORK: "off",
};

/**
 * Builds all programs into `folder`.
 *
 * @throws {Error} when Go is missing or too old, or a build fails
 */
export async function buildPrograms(module: GoModule, folder: string): Promise<void> {
  await checkGo(module.go);
  console.error(
    `Building a Kubernetes ${module.kubernetes} control plane from source: ` +
      "this takes several minutes the first time",
  );
  const progress = new Progress();
  const all = programs(module);
  for (const [index, program] of all.entries()) {
    const log = `${folder}/${program.name}.log`;
    const build = buildProgram(program, { folder, log, cwd: module.folder, env: ENVIRONMENT });
    const title = `building ${program.name} (${index + 1} of ${all.length})`;
    await progress.during(build, (elapsed) => `${title}: ${elapsed}${describeLog(log)}`);
    await Deno.remove(log);
  }
}

async function buildProgram(
  { name, package: path, ldflags }: Program,
  options: { folder: string; log: string; cwd: string; env: Record<string, string> },
): Promise<void> {
  const output = `${options.folder}/${name}`;
  const command = ["go", "build", "-v", "-trimpath", "-ldflags", ldflags, "-o", output, path];
  const code = await (await HeldProcess.start(command, options)).ended;
  if (code === 0) return;
  const lines = (await Deno.readTextFile(options.log)).trimEnd().split("\n");
  throw new Error(`go build ${path} ended with code ${code}:\n${lines.slice(-20).join("\n")}`);
}

/** `go build -v` writes a line for each module that it downloads and each package it compiles. */
function describeLog(log: string): string {
  const lines = Deno.readTextFileSync(log).split("\n").filter((line) => line !== "");
  const modules = lines.filter((line) => line.startsWith("go: downloading ")).length;
  const packages = lines.length - modules;
  if (packages > 0) return `, ${packages} packages compiled`;
  return modules > 0 ? `, ${modules} modules downloaded` : "";
}

async function checkGo(wanted: string): Promise<void> {
  const found = await goVersion();
  const [, minor] = wanted.split(".");
  const foundMinor = found?.match(/go1\.(\d+)/)?.[1];
  if (foundMinor !== undefined && Number(foundMinor) >= Number(minor)) return;
  const problem = found === undefined ? "there is no go in PATH" : `this is ${found}`;
  throw new Error(
    `Go ${wanted} or newer is needed to build the test control plane, and ${problem}: ` +
      "get it from https://go.dev/dl/, or set KUBEBUILDER_ASSETS to a folder with the programs",
  );
}

async function goVersion(): Promise<string | undefined> {
  try {
    const go = new Deno.Command("go", { args: ["env", "GOVERSION"], env: ENVIRONMENT });
    return new TextDecoder().decode((await go.output()).stdout).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
