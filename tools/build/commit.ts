import { finish } from "./command.ts";

/** The commit checked out, `-dirty` after it if tracked files have changed; `unknown` outside git. */
export async function commit(folder: string): Promise<string> {
  const args = ["describe", "--always", "--abbrev=12", "--exclude=*", "--dirty"];
  try {
    const { code, stdout } = await finish("git", args, { cwd: folder });
    return code === 0 ? stdout.trim() : "unknown";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "unknown";
    throw error;
  }
}
