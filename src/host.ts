/**
 * The outside world as one interface. Everything that a command reads or changes beyond its own
 * memory and the API server goes through here, so that tests can stand in for all of it.
 */

/** Where text goes. A write to a closed pipe throws {@link ClosedOutputError}. */
export interface Output {
  readonly isTerminal: boolean;
  /** Of the terminal, as it is now; undefined where it is none. */
  size?(): { readonly columns: number; readonly rows: number } | undefined;
  write(text: string): void;
}

export interface Input {
  readonly isTerminal: boolean;
  /** Reads to the end, as UTF-8. */
  readText(): Promise<string>;
  /** Reads up to the next line break, which is left out, or to the end. */
  readLine(): Promise<string>;
}

export interface Environment {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
  all(): Record<string, string>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  /** Whether the process may read the user's terminal. */
  readonly inheritStdin: boolean;
  /** What it reads on stdin; then the terminal is not its own. */
  readonly input?: string;
  /** Whether what it says on stderr is thrown away. */
  readonly isSilent?: boolean;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** What a finished process left: its exit code and its whole stdout; stderr went to ours. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
}

export interface Files {
  /** @throws {FileError} naming the path and why it can't be read */
  readText(path: string): Promise<string>;
  /** @returns the time of the last change in ms since the epoch, undefined where there is no such file */
  modifiedAt(path: string): Promise<number | undefined>;
  /** @returns what the symbolic link leads to, undefined where there is none */
  linkTarget(path: string): Promise<string | undefined>;
}

export interface Folders {
  /** @returns the names in the folder; none where there is no such folder, or no right to look */
  list(path: string): Promise<string[]>;
  /**
   * @returns what is in the folder; a link is what it is, not what it leads to
   * @throws {FileError} where it can't be read
   */
  entries(path: string): Promise<{ readonly name: string; readonly isFolder: boolean }[]>;
  /** Whether there is such a folder. */
  isFolder(path: string): Promise<boolean>;
}

export interface Host {
  /** In Go's words, as kubectl and krew name platforms: `linux`, `amd64`. */
  readonly platform: { readonly os: string; readonly arch: string };
  /** The name or path by which this program was called, its links not followed. */
  readonly invokedAs: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  readonly files: Files;
  readonly folders: Folders;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A number from 0 to below 1. */
  random(): number;
  /** Waits; an aborted signal ends the wait early by throwing its reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** @throws {FileError} where the command can't be started */
  exec(program: Program): Promise<ProcessResult>;
  /** Calls back at each SIGINT or SIGTERM, with the exit code that the signal asks for. */
  onStopSignal(callback: (exitCode: number) => void): void;
}

export class ClosedOutputError extends Error {
  override name = "ClosedOutputError";
}

/** A file that could not be read, or a program that could not be started. */
export class FileError extends Error {
  override name = "FileError";
  constructor(
    readonly path: string,
    /** `missing`: there is none; `denied`: no right to; `directory`: it is one; `other`: see message. */
    readonly kind: "missing" | "denied" | "directory" | "other",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
