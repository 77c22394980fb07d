// A running `serve`, and what a test asks of it.

import { binary } from "./apprepo.ts";

export interface ReceiverOptions {
  kubeconfig: string;
  args?: string[];
  env?: Record<string, string>;
  /** How many it may have open; as many as the test without it. */
  descriptors?: number;
}

/** Runs the compiled plugin's `serve` on free ports; `await using` ends it. */
export class RunningReceiver implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #log: Promise<string>;
  /** `http://127.0.0.1:12345` */
  readonly url: string;
  readonly metricsUrl: string;

  private constructor(child: Deno.ChildProcess, log: Promise<string>, stdout: string) {
    this.#child = child;
    this.#log = log;
    this.url = /^Starting to serve on (\S+)$/m.exec(stdout)![1]!;
    this.metricsUrl = /^Metrics and probes on (\S+)$/m.exec(stdout)![1]!;
  }

  /**
   * Answers within 30 s unless the arguments say otherwise: what is slow here is the machine.
   * @throws {Error} with its stderr, where it ends instead
   */
  static async start(
    { kubeconfig, args = [], env = {}, descriptors }: ReceiverOptions,
  ): Promise<RunningReceiver> {
    const words = ["serve", "--port=0", "--metrics-port=0", "--request-timeout=30s", ...args];
    const limited = ["-c", `ulimit -Sn ${descriptors}; exec "$0" "$@"`, binary, ...words];
    const child = new Deno.Command(descriptors === undefined ? binary : "/bin/sh", {
      args: descriptors === undefined ? words : limited,
      clearEnv: true,
      env: { KUBECONFIG: kubeconfig, HOME: `${kubeconfig || "/nowhere"}.home`, ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const log = new Response(child.stderr).text();
    const stdout = await untilAnnounced(child.stdout);
    if (stdout !== undefined) return new RunningReceiver(child, log, stdout);
    await child.status;
    throw new Error(`serve ended: ${await log}`);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Sends a signal. */
  signal(name: Deno.Signal): void {
    this.#child.kill(name);
  }

  /** Its exit code, when it has ended. */
  async ended(): Promise<number> {
    return (await this.#child.status).code;
  }

  /** What it wrote to stderr, when it has ended. */
  log(): Promise<string> {
    return this.#log;
  }

  /** The value of a metric, such as `apprepo_receiver_requests_total{code="200"}`. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.metricsUrl}/metrics`)).text();
    const line = text.split("\n").find((line) => line.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#child.status;
    await this.#log;
  }
}

async function untilAnnounced(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  let text = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  while (!/^Metrics .*$/m.test(text) || !text.endsWith("\n")) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += value;
  }
  // Nothing else is written to stdout.
  void reader.read().catch(() => {});
  return text;
}
