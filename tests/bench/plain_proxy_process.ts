import { files } from "../../testcluster/files.ts";
import type { TestCluster } from "../cluster/support/test_cluster.ts";

const program = new URL("plain_proxy.ts", import.meta.url).pathname;

/** A running plain_proxy.ts; `await using` ends it. */
export class PlainProxy implements AsyncDisposable {
  readonly url: string;
  readonly #child: Deno.ChildProcess;

  private constructor(child: Deno.ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(cluster: TestCluster): Promise<PlainProxy> {
    const args = ["run", "--allow-all", "--no-check", program];
    const child = new Deno.Command(Deno.execPath(), {
      args: [...args, cluster.server, files(cluster.folder).ca],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error("the plain proxy did not start");
      text += value;
    }
    void reader.read().catch(() => {});
    return new PlainProxy(child, text.trim().replace("Starting to serve on ", ""));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }
}
