// Runs a program to its end.

export interface RunOptions {
  cwd?: string;
  /** Added to this process's environment, or all of it with `clearEnv`. */
  env?: Record<string, string>;
  clearEnv?: boolean;
  /** Default: empty. */
  stdin?: string;
  /** Milliseconds until it is killed. Default: 60,000. */
  timeout?: number;
}

export interface RunResult {
  /** 128 + N after signal N. */
  code: number;
  /** The signal that ended it: SIGKILL after the time-out. */
  signal: Deno.Signal | null;
  stdout: string;
  stderr: string;
}

/** @throws {Deno.errors.NotFound} when there is no such program */
export async function run(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { stdin = "", timeout = 60_000, ...rest } = options;
  const child = new Deno.Command(command, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...rest,
  }).spawn();
  const [stdout, stderr] = [new Output(child.stdout), new Output(child.stderr)];
  const timer = setTimeout(() => child.kill("SIGKILL"), timeout);
  await feed(child.stdin, stdin);
  const { code, signal } = await child.status;
  clearTimeout(timer);
  const texts = [stdout.text(), stderr.text()] as const;
  return { code, signal, stdout: await texts[0], stderr: await texts[1] };
}

async function feed(stdin: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error; // it did not want to read it all
  }
}

class Output {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #read: Promise<void>;
  #text = "";

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    this.#read = this.#collect();
  }

  /** What was written; a child that outlives the program and keeps the pipe is not waited for. */
  async text(): Promise<string> {
    const timer = setTimeout(() => this.#reader.cancel(), 2_000);
    await this.#read;
    clearTimeout(timer);
    return this.#text;
  }

  async #collect(): Promise<void> {
    const decoder = new TextDecoder();
    for (let part = await this.#reader.read(); !part.done; part = await this.#reader.read()) {
      this.#text += decoder.decode(part.value, { stream: true });
    }
    this.#text += decoder.decode();
  }
}
