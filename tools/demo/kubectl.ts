/** @returns stdout and stderr as a terminal would show them */
export async function kubectl(
  args: readonly string[],
  env: Record<string, string>,
  input = "",
): Promise<{ code: number; text: string }> {
  const child = new Deno.Command("kubectl", {
    args: [...args],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}
