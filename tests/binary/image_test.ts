// deploy/Dockerfile, built and run by buildah, where there is one; as root or not.

import assert from "node:assert/strict";
import { PROJECT_HOME } from "../../src/about.ts";
import { testCluster } from "../cluster/support/cluster.ts";
import { run, type RunResult } from "../cluster/support/run.ts";
import { binary } from "./support/apprepo.ts";
import { HttpClient } from "./support/http_client.ts";

const root = new URL("../../", import.meta.url).pathname;
const dockerfile = `${root}deploy/Dockerfile`;
/** What stands in for the real base, which is in a registry. */
const base = "localhost/base";
const builder = await findBuilder();
const cluster = await testCluster();
const platform = Deno.build.arch === "aarch64" ? "arm64" : "amd64";

const env = { STORAGE_DRIVER: "vfs", BUILDAH_ISOLATION: "chroot" };

async function findBuilder(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  return await run("buildah", ["--version"]).then(({ code }) => code === 0, () => false);
}

/** buildah with a storage of its own, which ends with the folder. */
class Builder implements AsyncDisposable {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  buildah(args: string[]): Promise<RunResult> {
    return run("buildah", [...this.#storage(), ...args], { env, timeout: 120_000 });
  }

  /** One that runs until it gets a SIGTERM, which reaches what it runs. */
  start(args: string[]): Deno.ChildProcess {
    const words = [...this.#storage(), ...args];
    const streams = { stdin: "null", stdout: "piped", stderr: "null" } as const;
    return new Deno.Command("buildah", { args: words, env, ...streams }).spawn();
  }

  #storage(): string[] {
    return [`--root=${this.folder}/root`, `--runroot=${this.folder}/runroot`];
  }

  async must(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.buildah(args);
    assert.equal(code, 0, `buildah ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  /** The base's stand-in: what the binary needs of a system. */
  async base(architecture: string): Promise<void> {
    const context = `${this.folder}/base`;
    const { stdout } = await run("ldd", [binary]);
    for (const [library] of stdout.matchAll(/\/\S+/g)) {
      await Deno.mkdir(context + library.slice(0, library.lastIndexOf("/")), { recursive: true });
      await Deno.copyFile(library, context + library);
    }
    const file = `${this.folder}/Basefile`;
    await Deno.writeTextFile(file, "FROM scratch\nCOPY . /\n");
    await this.must("build", `--platform=linux/${architecture}`, "-t", base, "-f", file, context);
  }

  async image(architecture: string, tag: string, context: string): Promise<void> {
    const flags = ["--pull-never", `--from=${base}`, `--platform=linux/${architecture}`];
    await this.must("build", ...flags, "-t", tag, "-f", dockerfile, context);
  }

  /** By its path in the image, what a layer has; a later layer wins. Mounting takes root. */
  async files(tag: string): Promise<Map<string, string>> {
    const pushed = `${this.folder}/pushed`;
    await this.must("push", "--disable-compression", tag, `dir:${pushed}`);
    const { layers } = JSON.parse(await Deno.readTextFile(`${pushed}/manifest.json`));
    const found = new Map<string, string>();
    for (const { digest } of layers as { digest: string }[]) {
      const archive = `${pushed}/${digest.replace("sha256:", "")}`;
      const { stdout } = await run("tar", ["-tf", archive]);
      for (const path of stdout.trim().split("\n")) found.set(path, archive);
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.buildah(["rm", "--all"]);
    // What it stored belongs to users of its own namespace.
    if (Deno.uid() !== 0) await this.must("unshare", "rm", "-rf", `${this.folder}/root`);
    await Deno.remove(this.folder, { recursive: true });
  }
}

async function firstText(stream: ReadableStream<Uint8Array>): Promise<string> {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) return text;
  return "";
}

async function open(): Promise<Builder> {
  return new Builder(await Deno.makeTempDir({ prefix: "apprepo-image-" }));
}

/** The checkout as `deno task build` leaves it: in dist, a folder for each platform. */
async function contextOf(builder: Builder): Promise<string> {
  const context = `${builder.folder}/checkout`;
  await Deno.mkdir(context);
  for (const name of [".dockerignore", "LICENSE", "THIRD_PARTY_NOTICES"]) {
    await Deno.copyFile(`${root}/${name}`, `${context}/${name}`);
  }
  await Deno.writeTextFile(`${context}/secret`, "not for the image");
  for (const name of ["amd64", "arm64"]) {
    await Deno.mkdir(`${context}/dist/linux-${name}`, { recursive: true });
    const file = `${context}/dist/linux-${name}/kubectl-apprepo`;
    if (name === platform) await Deno.copyFile(binary, file);
    else await Deno.writeTextFile(file, `of ${name}`, { mode: 0o755 });
  }
  return context;
}

Deno.test({
  name: "the image runs as somebody who is not root, and says its version",
  ignore: !builder,
  async fn() {
    await using builder = await open();
    await builder.base(platform);
    await builder.image(platform, "receiver", await contextOf(builder));
    const container = await builder.must("from", "--pull-never", "receiver");
    const version = await builder.must("run", container, "--", "/kubectl-apprepo", "version");
    assert.match(version, new RegExp(`^kubectl-apprepo v\\S+ \\(linux/${platform}, `));
    const format = "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.Cmd}}";
    const config = await builder.must("inspect", "--format", format, container);
    assert.equal(config, "65532:65532 [/kubectl-apprepo] [serve --address=*]");
    const { OCIv1: { config: { Labels: labels } } } = JSON.parse(
      await builder.must("inspect", container),
    );
    const label = (name: string) => labels[`org.opencontainers.image.${name}`];
    const [title, source, licenses] = ["title", "source", "licenses"].map(label);
    assert.deepEqual([title, source, licenses], ["kubectl-apprepo", PROJECT_HOME, "Apache-2.0"]);
    const paths = [...(await builder.files("receiver")).keys()];
    const notices = paths.filter((path) => /^licenses\/./.test(path)).sort();
    assert.deepEqual(notices, ["licenses/LICENSE", "licenses/THIRD_PARTY_NOTICES"]);
    assert.ok(!paths.includes("secret"));
  },
});

Deno.test("the image's base is pinned by digest, and nothing else is pulled", async () => {
  const from = [...(await Deno.readTextFile(dockerfile)).matchAll(/^FROM (\S+)$/gm)];
  assert.deepEqual(from.length, 1);
  assert.match(from[0]![1]!, /^gcr\.io\/distroless\/cc-debian13:nonroot@sha256:[0-9a-f]{64}$/);
});

Deno.test({
  name: "the image serves",
  ignore: !builder,
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    await using builder = await open();
    await builder.base(platform);
    await builder.image(platform, "receiver", await contextOf(builder));
    const container = await builder.must("from", "--pull-never", "receiver");
    const server = [`--server=${cluster.server}`, "--certificate-authority=/ca.crt"];
    const ca = `${builder.folder}/ca.crt`;
    await Deno.writeTextFile(ca, cluster.authority.certificate);
    await builder.must("copy", container, ca, "/ca.crt");
    const words = ["/kubectl-apprepo", "serve", "--address=127.0.0.1", "--port=0"];
    const child = builder.start(["run", container, "--", ...words, "--metrics-port=0", ...server]);
    try {
      const url = /Starting to serve on (http:\S+)/.exec(await firstText(child.stdout))?.[1];
      assert.ok(url, "it says where it serves");
      using client = await HttpClient.connect(url);
      await client.send("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
      assert.equal((await client.response()).body, "ok\n");
    } finally {
      child.kill("SIGTERM");
      await child.status;
    }
  },
});

Deno.test({
  name: "the image of another platform has that platform's binary",
  ignore: !builder,
  async fn() {
    await using builder = await open();
    const other = platform === "amd64" ? "arm64" : "amd64";
    await builder.base(other);
    await builder.image(other, "receiver", await contextOf(builder));
    const archive = (await builder.files("receiver")).get("kubectl-apprepo");
    const { stdout } = await run("tar", ["-xOf", archive!, "kubectl-apprepo"]);
    assert.equal(stdout, `of ${other}`);
  },
});
