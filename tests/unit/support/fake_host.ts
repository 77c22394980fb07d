// A Host in memory: files, environment, streams, a clock that moves only when told or slept on.

import {
  type Environment,
  FileError,
  type Files,
  type Host,
  type Input,
  type Output,
  type ProcessResult,
  type Program,
} from "../../../src/host.ts";

export interface FakeHostOptions {
  /** Texts by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** In Go's words. Default: linux. */
  readonly os?: string;
  readonly stdin?: { readonly isTerminal?: boolean; readonly text?: string };
  /** Stands for every program; without it each is missing. */
  readonly exec?: (program: Program) => ProcessResult | Promise<ProcessResult>;
  /** Default: /usr/local/bin/kubectl-apprepo. */
  readonly invokedAs?: string;
}

export class FakeHost implements Host {
  readonly platform: Host["platform"];
  readonly invokedAs: string;
  readonly stdin: Input;
  readonly stdout = new FakeOutput();
  readonly stderr = new FakeOutput();
  readonly env: FakeEnvironment;
  readonly files: FakeFiles;
  readonly folders = {
    list: (path: string) => Promise.resolve(this.files.namesIn(path)),
    entries: (path: string) =>
      Promise.resolve(
        this.files.namesIn(path).map((name) => {
          return { name, isFolder: this.files.namesIn(`${path}/${name}`).length > 0 };
        }),
      ),
    isFolder: (path: string) => Promise.resolve(this.files.namesIn(path).length > 0),
  };
  /** Milliseconds since the epoch; add to it to let time pass. */
  time = Date.parse("2026-01-01T00:00:00Z");
  /** What random() gives. */
  chance = 0.5;
  /** How long each sleep was meant to last; it lasts no time. */
  readonly sleeps: number[] = [];
  /** The programs that were run. */
  readonly programs: Program[] = [];
  readonly #exec: FakeHostOptions["exec"];
  readonly #stopped: ((exitCode: number) => void)[] = [];

  constructor(options: FakeHostOptions = {}) {
    const { files = {}, env = {}, os = "linux", stdin = {}, exec } = options;
    this.platform = { os, arch: "amd64" };
    this.invokedAs = options.invokedAs ?? "/usr/local/bin/kubectl-apprepo";
    const { isTerminal = false, text = "" } = stdin;
    const [line = ""] = text.split("\n");
    this.stdin = {
      isTerminal,
      readText: () => Promise.resolve(text),
      readLine: () => Promise.resolve(line),
    };
    this.env = new FakeEnvironment(env);
    this.files = new FakeFiles(files, () => this.time);
    this.#exec = exec;
  }

  // As properties, so that a spread of the host has them, as one of the real host does.
  readonly now = (): number => this.time;

  readonly random = (): number => this.chance;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    this.sleeps.push(ms);
    this.time += ms;
    return Promise.resolve();
  };

  readonly exec = async (program: Program): Promise<ProcessResult> => {
    this.programs.push(program);
    const { command } = program;
    if (!this.#exec) throw new FileError(command, "missing", `open ${command}: no such file`);
    return await this.#exec(program);
  };

  readonly onStopSignal = (callback: (exitCode: number) => void): void => {
    this.#stopped.push(callback);
  };

  /** As if SIGINT (130) or SIGTERM (143) had come. */
  stop(exitCode = 130): void {
    for (const callback of this.#stopped) callback(exitCode);
  }
}

export class FakeOutput implements Output {
  isTerminal = false;
  text = "";

  write(text: string): void {
    this.text += text;
  }
}

export class FakeEnvironment implements Environment {
  readonly #values: Map<string, string>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(values));
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  delete(name: string): void {
    this.#values.delete(name);
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }
}

export class FakeFiles implements Files {
  readonly #texts: Map<string, { text: string; modifiedAt: number }>;
  readonly #denied = new Set<string>();
  readonly #links = new Map<string, string>();
  readonly #now: () => number;

  constructor(texts: Readonly<Record<string, string>>, now: () => number) {
    this.#now = now;
    this.#texts = new Map();
    for (const [path, text] of Object.entries(texts)) {
      this.#texts.set(path, { text, modifiedAt: 0 });
    }
  }

  write(path: string, text: string): void {
    this.#texts.set(path, { text, modifiedAt: this.#now() });
  }

  remove(path: string): void {
    this.#links.delete(path);
    this.#texts.delete(path);
  }

  /** A symbolic link. */
  link(path: string, target: string): void {
    this.#links.set(path, target);
  }

  /** Nobody may read it from now on. */
  deny(path: string): void {
    this.#denied.add(path);
  }

  /** Sorted. */
  namesIn(folder: string): string[] {
    const paths = [...this.#texts.keys()].filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(paths.map((path) => path.slice(folder.length + 1).split("/")[0]!))].sort();
  }

  readText(path: string): Promise<string> {
    if (this.#denied.has(path)) {
      return Promise.reject(new FileError(path, "denied", `open ${path}: permission denied`));
    }
    const file = this.#texts.get(path);
    return file ? Promise.resolve(file.text) : Promise.reject(
      new FileError(path, "missing", `open ${path}: no such file or directory`),
    );
  }

  linkTarget(path: string): Promise<string | undefined> {
    return Promise.resolve(this.#links.get(path));
  }

  modifiedAt(path: string): Promise<number | undefined> {
    return Promise.resolve(this.#texts.get(path)?.modifiedAt);
  }
}
