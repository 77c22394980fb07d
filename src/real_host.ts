import {
  ClosedOutputError,
  FileError,
  type Host,
  type Input,
  type Output,
  type ProcessResult,
  type Program,
} from "./host.ts";

/** The host that the program really runs on. */
export function realHost(): Host {
  return {
    platform: platform(),
    stdin: realInput(),
    stdout: realOutput(Deno.stdout),
    stderr: realOutput(Deno.stderr),
    env: {
      get: variable,
      set: (name, value) => Deno.env.set(name, value),
      delete: (name) => Deno.env.delete(name),
      all: () => Deno.env.toObject(),
    },
    files: { readText, modifiedAt },
    folders: { list, entries, isFolder },
    now: () => Date.now(),
    random: () => Math.random(),
    sleep,
    exec,
    onStopSignal,
  };
}

/** @throws {Error} that names the variable; the runtime's own error shows its value */
function variable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    throw new Error(`the environment variable ${name} is not UTF-8`);
  }
}

function platform(): Host["platform"] {
  const arch = { x86_64: "amd64", aarch64: "arm64" }[Deno.build.arch];
  return { os: Deno.build.os, arch };
}

function realInput(): Input {
  return {
    isTerminal: Deno.stdin.isTerminal(),
    readText: () => new Response(Deno.stdin.readable).text(),
    readLine,
  };
}

/** Byte by byte, so that nothing of the next line is taken. */
async function readLine(): Promise<string> {
  const bytes: number[] = [];
  const next = new Uint8Array(1);
  while (await Deno.stdin.read(next) !== null && next[0] !== 10) bytes.push(next[0]!);
  return new TextDecoder().decode(Uint8Array.from(bytes)).replace(/\r$/, "");
}

function realOutput(stream: typeof Deno.stdout): Output {
  const encoder = new TextEncoder();
  return {
    isTerminal: stream.isTerminal(),
    write(text) {
      let rest = encoder.encode(text);
      while (rest.length > 0) rest = rest.subarray(writeSome(stream, rest));
    },
  };
}

function writeSome(stream: typeof Deno.stdout, bytes: Uint8Array): number {
  try {
    return stream.writeSync(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) {
      throw new ClosedOutputError("the output was closed", { cause: error });
    }
    // A reader that shares its terminal or pipe with us may have made it non-blocking.
    if (error instanceof Deno.errors.WouldBlock) return 0;
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(await readBytes(path));
  } catch (error) {
    throw fileError(path, error);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  if (/^\/(?:dev\/(?:stdin|fd\/0)|proc\/self\/fd\/0)$/.test(path)) {
    return await new Response(Deno.stdin.readable).bytes();
  }
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return await readGuarded(path, error);
  }
}

/**
 * Deno keeps all of /dev and /proc from programs that may not do everything: what a shell opened
 * (/dev/fd/63), but kubeconfigs in /dev/shm as well. What the user may read, `cat` reads; it
 * inherits what was opened for us.
 */
async function readGuarded(path: string, refused: Error): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command("cat", {
    args: ["--", path],
    env: { LC_ALL: "C" },
    stdin: "null",
  }).output().catch(() => Promise.reject(refused));
  if (success) return stdout;
  const said = new TextDecoder().decode(stderr);
  if (/no such (file|device)/i.test(said)) throw new Deno.errors.NotFound(path);
  if (/is a directory/i.test(said)) throw new Deno.errors.IsADirectory(path);
  throw refused;
}

/** UTF-8, or UTF-16 with a byte order mark, as Windows' tools write it. */
function decodeText(bytes: Uint8Array): string {
  const mark = bytes[0]! << 8 | bytes[1]!;
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileError(path, error);
  }
}

async function list(path: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  } catch {
    return [];
  }
}

async function entries(path: string): Promise<{ name: string; isFolder: boolean }[]> {
  try {
    return await Array.fromAsync(
      Deno.readDir(path),
      ({ name, isDirectory }) => ({ name, isFolder: isDirectory }),
    );
  } catch (error) {
    throw fileError(path, error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

/** Words the reason as Go does, since users compare with kubectl. */
function fileError(path: string, error: unknown): FileError {
  const cause = { cause: error };
  if (error instanceof Deno.errors.NotFound) {
    return new FileError(path, "missing", `open ${path}: no such file or directory`, cause);
  }
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return new FileError(path, "denied", `open ${path}: permission denied`, cause);
  }
  if (error instanceof Deno.errors.IsADirectory) {
    return new FileError(path, "directory", `read ${path}: is a directory`, cause);
  }
  return new FileError(path, "other", `open ${path}: ${systemReason(error)}`, cause);
}

/** The system's words, in lower case as Go has them, without the path that Deno puts behind them. */
function systemReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = /^(.*?) \(os error \d+\)/s.exec(message)?.[1];
  if (reason !== undefined) return reason.charAt(0).toLowerCase() + reason.slice(1);
  return /nul byte/i.test(message) ? "invalid argument" : message;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(finish, ms);
    function abort(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    function finish(): void {
      signal?.removeEventListener("abort", abort);
      resolve();
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}

async function exec(program: Program): Promise<ProcessResult> {
  try {
    const output = await new Deno.Command(await findProgram(program.command), {
      args: [...program.args],
      env: program.env,
      clearEnv: true,
      stdin: program.inheritStdin ? "inherit" : "null",
      stdout: "piped",
      stderr: "inherit",
    }).output();
    return { code: output.code, stdout: new TextDecoder().decode(output.stdout) };
  } catch (error) {
    if (!/Exec format error/.test(String(error))) throw fileError(program.command, error);
    throw new FileError(program.command, "other", "exec format error", { cause: error });
  }
}

/**
 * A bare name is looked up in this process's own PATH, not in the one that the program is given, and
 * not in the working directory. Source: Go's os/exec, LookPath.
 * @throws {Deno.errors.NotFound}
 */
async function findProgram(command: string): Promise<string> {
  if (Deno.build.os === "windows" || command.includes("/")) return command;
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    if (folder.startsWith("/") && await isProgram(`${folder}/${command}`)) {
      return `${folder}/${command}`;
    }
  }
  throw new Deno.errors.NotFound(command);
}

async function isProgram(path: string): Promise<boolean> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    return isFile && ((mode ?? 0o111) & 0o111) !== 0;
  } catch {
    return false;
  }
}

function onStopSignal(callback: (exitCode: number) => void): void {
  Deno.addSignalListener("SIGINT", () => callback(130));
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => callback(143));
}
