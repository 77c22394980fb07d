/** Files as they really are, read with the permissions of the compiled program. */

import { FileError } from "../host.ts";

export async function readText(path: string): Promise<string> {
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

export async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(path)).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileError(path, error);
  }
}

export async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await Deno.readLink(path);
  } catch {
    return undefined;
  }
}

export async function list(path: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  } catch {
    return [];
  }
}

export async function entries(path: string): Promise<{ name: string; isFolder: boolean }[]> {
  try {
    return await Array.fromAsync(
      Deno.readDir(path),
      ({ name, isDirectory }) => ({ name, isFolder: isDirectory }),
    );
  } catch (error) {
    throw fileError(path, error);
  }
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

/** Words the reason as Go does, since users compare with kubectl. */
export function fileError(path: string, error: unknown): FileError {
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
