// Files that Deno keeps from programs that may not do everything, and what is no UTF-8.

import assert from "node:assert/strict";
import { build } from "../../tools/build/binary.ts";
import { finish } from "../../tools/build/command.ts";

const binary = await build();
const kubeconfig = '{"current-context": "of-the-file"}';
const reads = /context was not found for specified context: of-the-file/;

function inShell(script: string, env: Record<string, string> = {}) {
  return finish("bash", ["-c", script, binary, kubeconfig], { env });
}

for (
  const script of [
    `"$0" refresh x --kubeconfig /dev/stdin <<<"$1"`,
    `echo "$1" | "$0" refresh x --kubeconfig /dev/stdin`,
    `echo "$1" | KUBECONFIG=/dev/stdin "$0" refresh x`,
    `"$0" refresh x --kubeconfig /dev/fd/0 <<<"$1"`,
    `"$0" refresh x --kubeconfig /proc/self/fd/0 <<<"$1"`,
    `"$0" refresh x --kubeconfig /dev/fd/7 7<<<"$1"`,
    `echo "$1" | KUBECONFIG=/proc/self/fd/7 "$0" refresh x 7<&0 </dev/null`,
    `"$0" refresh x --kubeconfig <(echo "$1")`,
    `f=$(mktemp -p /dev/shm) && echo "$1" >"$f"; KUBECONFIG=$f "$0" refresh x; rm "$f"`,
  ]
) {
  Deno.test(`the binary reads what ${script.replaceAll("$0", "it")} names`, async () => {
    assert.match((await inShell(script)).stderr, reads);
  });
}

Deno.test("the binary says of such files what kubectl says", async () => {
  const { stderr } = await inShell(`"$0" refresh x --kubeconfig /dev/shm/no-such-file`);
  assert.equal(stderr, "error: stat /dev/shm/no-such-file: no such file or directory\n");
});

for (const name of ["KUBECONFIG", "HOME", "HTTPS_PROXY", "NO_PROXY"]) {
  Deno.test(`the binary does not show ${name} where it is not UTF-8`, async () => {
    const script = `export HOME=/; export ${name}=$'u:s3cret\\xe9@'; "$0" refresh x -s https://0`;
    const { code, stderr } = await inShell(script);
    assert.equal(code, 1);
    assert.equal(stderr, `error: the environment variable ${name} is not UTF-8\n`);
  });
}
