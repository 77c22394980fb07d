import process from "node:process";
import { ClosedOutputError, type Host, type Input, type Output } from "./host.ts";
import { entries, isFolder, linkTarget, list, modifiedAt, readText } from "./real/files.ts";
import { exec } from "./real/programs.ts";

/** The host that the program really runs on. */
export function realHost(): Host {
  return {
    platform: platform(),
    // Deno's own execPath() follows links.
    invokedAs: process.argv0,
    stdin: realInput(),
    stdout: realOutput(Deno.stdout),
    stderr: realOutput(Deno.stderr),
    env: {
      get: variable,
      set: (name, value) => Deno.env.set(name, value),
      delete: (name) => Deno.env.delete(name),
      all: () => Deno.env.toObject(),
    },
    files: { readText, modifiedAt, linkTarget },
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
    size: terminalSize,
    write(text) {
      let rest = encoder.encode(text);
      while (rest.length > 0) rest = rest.subarray(writeSome(stream, rest));
    },
  };
}

function terminalSize(): ReturnType<NonNullable<Output["size"]>> {
  try {
    const size = Deno.consoleSize();
    // A terminal that nobody gave a size has none.
    return size.columns > 0 && size.rows > 0 ? size : undefined;
  } catch {
    return undefined;
  }
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

function onStopSignal(callback: (exitCode: number) => void): void {
  Deno.addSignalListener("SIGINT", () => callback(130));
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => callback(143));
}
