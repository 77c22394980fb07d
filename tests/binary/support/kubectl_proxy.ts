/** A running `kubectl proxy`, which adds the kubeconfig's credentials to every request. */
export interface KubectlProxy extends AsyncDisposable {
  readonly url: string;
}

/** Starts one on that port, or on a free one; `await using` ends it. */
export async function kubectlProxy(kubeconfig: string, port = 0): Promise<KubectlProxy> {
  const child = new Deno.Command("kubectl", {
    args: ["proxy", `--port=${port}`],
    env: { KUBECONFIG: kubeconfig },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("kubectl proxy did not start");
    text += value;
  }
  const [, address] = /Starting to serve on (\S+)/.exec(text) ?? [];
  return {
    url: `http://${address}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
    },
  };
}
