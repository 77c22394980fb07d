// A real terminal: tmux, whose screen can be read. On Debian, apt-get install tmux.

import assert from "node:assert/strict";
import { run } from "../../cluster/support/run.ts";
import { eventually } from "./eventually.ts";

export const hasTmux: boolean = await run("tmux", ["-V"]).then(
  ({ code }) => code === 0,
  () => false,
);

export interface TmuxOptions {
  readonly columns: number;
  readonly rows?: number;
  readonly env: Record<string, string>;
}

export interface ScreenOptions {
  /** With the codes of colours. */
  readonly codes?: boolean;
  readonly joined?: boolean;
}

/** A shell in a terminal of that size, of a tmux server of its own. */
export class Tmux implements AsyncDisposable {
  readonly #socket = `apprepo-${crypto.randomUUID()}`;
  #seen = 0;

  static async open({ columns, rows = 50, env }: TmuxOptions): Promise<Tmux> {
    const tmux = new Tmux();
    const size = ["-x", String(columns), "-y", String(rows)];
    const variables = Object.entries({ PS1: "$ ", ...env })
      .map(([name, value]) => `'${name}=${value.replaceAll("'", String.raw`'\''`)}'`);
    // Without the user's settings: neither tmux's nor those of a login shell.
    const session = ["-f", "/dev/null", "new-session", "-d", ...size];
    await tmux.#must([...session, `exec env ${variables.join(" ")} sh`]);
    await tmux.until(/^\$ $|^\$$/m);
    return tmux;
  }

  async #must(args: string[]): Promise<string> {
    const { code, stdout, stderr } = await run("tmux", ["-L", this.#socket, ...args], {
      env: { TERM: "xterm-256color" },
    });
    assert.equal(code, 0, `tmux ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  async type(text: string): Promise<void> {
    await this.#must(["send-keys", "-l", text]);
    await this.#must(["send-keys", "Enter"]);
  }

  /** One letter, as it is. */
  async key(letter: string): Promise<void> {
    await this.#must(["send-keys", "-l", letter]);
  }

  async press(key: string): Promise<void> {
    await this.#must(["send-keys", key]);
  }

  /** What is to be seen; `joined`, lines that go on in the next one are one. */
  async screen({ codes = false, joined = false }: ScreenOptions = {}): Promise<string> {
    const flags = [...codes ? ["-e"] : [], ...joined ? ["-J"] : []];
    const screen = await this.#must(["capture-pane", "-p", ...flags]);
    return screen.replace(/ +$/gm, "").trimEnd();
  }

  async until(pattern: RegExp): Promise<string> {
    return await eventually(`the screen to show ${pattern}`, async () => {
      const screen = await this.screen();
      return pattern.test(screen) ? screen : undefined;
    });
  }

  /** Runs a command to its end. @returns what it left on the screen, the prompts left out */
  async see(command: string, options?: ScreenOptions): Promise<string> {
    // The end of the one before may be on the screen still.
    const number = ++this.#seen;
    await this.type(`clear; ${command}; echo "[end ${number}: $?]"`);
    await this.until(new RegExp(`^\\[end ${number}: \\d+\\]$`, "m"));
    return (await this.screen(options)).replace(/\n?\[end [^]*$/, "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("tmux", ["-L", this.#socket, "kill-server"]);
  }
}
