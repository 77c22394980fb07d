/** The programs that tests try things with; where one is not there, its tests are skipped. */

/** By program, Debian's package of it. */
export const packages: Readonly<Record<string, string>> = {
  bash: "bash",
  buildah: "buildah",
  fish: "fish",
  groff: "groff-base",
  jq: "jq",
  nginx: "nginx-light",
  ruby: "ruby",
  tmux: "tmux",
  zsh: "zsh",
};

const install = [
  "apt-get",
  "-o",
  "DPkg::Lock::Timeout=120",
  "install",
  "--no-install-recommends",
  "-y",
];

/**
 * Installs what is not there, where this is Debian or one of its kind and this process may.
 * @returns the programs that are still not there
 */
export async function installTriedWith(): Promise<string[]> {
  const missing = await notThere(Object.keys(packages));
  if (missing.length === 0 || Deno.build.os !== "linux" || Deno.uid() !== 0) return missing;
  console.log(`apt-get install ${missing.join(" ")}`);
  const names = missing.map((program) => packages[program]!);
  const isDone = await succeeds([...install, ...names]);
  // One that has no such package must not keep the others away.
  if (!isDone && await succeeds(["apt-get", "update"])) {
    for (const name of names) await succeeds([...install, name]);
  }
  return await notThere(missing);
}

async function notThere(programs: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    programs.map((program) => succeeds(["sh", "-c", `command -v ${program}`])),
  );
  return programs.filter((_, at) => !there[at]);
}

async function succeeds([command, ...args]: readonly string[]): Promise<boolean> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  try {
    const options = { args, env, stdin: "null", stdout: "null", stderr: "null" } as const;
    return (await new Deno.Command(command!, options).output()).success;
  } catch {
    return false;
  }
}
