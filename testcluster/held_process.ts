// A program that ends when this process ends, however that ends (SIGKILL too): see watchdog.sh.

const WATCHDOG = `${import.meta.dirname}/watchdog.sh`;

export interface HoldOptions {
  /** Removed when this process ends without having ended the program. */
  folder: string;
  /** File that the program's output is appended to. */
  log: string;
  cwd?: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
}

export class HeldProcess {
  /** Process id of the program itself. */
  readonly pid: number;
  /** Resolves to the exit code; 128 + N after signal N, as in a shell. */
  readonly ended: Promise<number>;
  #isThere = true;

  private constructor(watchdog: Deno.ChildProcess, pid: number) {
    this.pid = pid;
    this.ended = this.#watch(watchdog);
  }

  /** Starts `command`; one that is not there ends at once with code 127. */
  static async start(command: string[], options: HoldOptions): Promise<HeldProcess> {
    const { folder, log, ...rest } = options;
    const watchdog = new Deno.Command("sh", {
      args: [WATCHDOG, folder, log, ...command],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      ...rest,
    }).spawn();
    const reader = watchdog.stdout.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return new HeldProcess(watchdog, Number(new TextDecoder().decode(value)));
  }

  /** Sends `signal`, and SIGKILL if the program is still there `seconds` later. */
  async end(signal: Deno.Signal = "SIGKILL", seconds = 20): Promise<void> {
    this.#send(signal);
    const timer = setTimeout(() => this.#send("SIGKILL"), seconds * 1000);
    await this.ended;
    clearTimeout(timer);
  }

  async #watch(watchdog: Deno.ChildProcess): Promise<number> {
    const { code } = await watchdog.status;
    this.#isThere = false;
    await watchdog.stdin.close();
    return code;
  }

  #send(signal: Deno.Signal): void {
    if (!this.#isThere) return; // the number may be another program's by now
    try {
      Deno.kill(this.pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // it has just ended by itself
    }
  }
}
