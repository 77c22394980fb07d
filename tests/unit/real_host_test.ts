import assert from "node:assert/strict";

const HOST = new URL("../../src/real_host.ts", import.meta.url).href;

Deno.test("realHost() reads lines and leaves what follows", async () => {
  const code = `
    import { realHost } from ${JSON.stringify(HOST)};
    const { stdin } = realHost();
    console.log(JSON.stringify([await stdin.readLine(), await stdin.readLine(), await stdin.readText()]));
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("jä\r\n\nthe rest\nof it"));
  await writer.close();
  const { stdout } = await child.output();
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), ["jä", "", "the rest\nof it"]);
});

/** What the code prints, run by a shell whose words may give it more. */
async function printed(code: string, shell: string): Promise<string> {
  const script = `import { realHost } from ${
    JSON.stringify(HOST)
  }; const host = realHost(); ${code}`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, script);
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", shell],
    env: { RUN: `${Deno.execPath()} run --allow-all --no-check ${file}` },
  }).output();
  await Deno.remove(file);
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

const readArgument = "console.log(await host.files.readText(Deno.args[0]));";

for (
  const shell of [
    "$RUN /dev/stdin <<< text",
    "$RUN /dev/fd/0 <<< text",
    "$RUN /proc/self/fd/0 <<< text",
    "$RUN <(echo text)",
    "$RUN /dev/fd/7 7<<< text",
  ]
) {
  Deno.test({
    name: `realHost() reads what a shell opened: ${shell}`,
    ignore: Deno.build.os === "windows",
    fn: async () => assert.equal((await printed(readArgument, shell)).trim(), "text"),
  });
}

Deno.test({
  name: "realHost() reads UTF-16 with a byte order mark, and UTF-8 with one",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (
      const bytes of [
        "\\xff\\xfea\\x00\\xfc\\x00",
        "\\xfe\\xff\\x00a\\x00\\xfc",
        "\\xef\\xbb\\xbfa\\xc3\\xbc",
        "a\\xc3\\xbc",
      ]
    ) {
      assert.equal((await printed(readArgument, `$RUN <(printf '${bytes}')`)).trim(), "a\u00fc");
    }
  },
});

Deno.test({
  name: "realHost() names a variable that is not UTF-8, and does not show it",
  ignore: Deno.build.os === "windows",
  async fn() {
    const text = await printed("host.env.get('HTTPS_PROXY');", "HTTPS_PROXY=$'s3cret\\xe9' $RUN");
    assert.match(text, /the environment variable HTTPS_PROXY is not UTF-8/);
    assert.doesNotMatch(text, /s3cret/);
  },
});
