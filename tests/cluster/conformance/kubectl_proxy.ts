import type { TestCluster } from "../support/test_cluster.ts";

/**
 * Starts a `kubectl proxy` of the admin's, which ends with this process.
 * @param prefix below which it has the API
 * @returns its address, `http://127.0.0.1:port/prefix`
 */
export async function kubectlProxy(cluster: TestCluster, prefix = "/"): Promise<string> {
  // The shell's input closes when this process ends, however that ends.
  const script = `kubectl proxy --port=0 --api-prefix="$0" & read -r _; kill $!`;
  const child = new Deno.Command("sh", {
    args: ["-c", script, prefix],
    env: { KUBECONFIG: cluster.adminKubeconfig },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  child.unref();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error("kubectl proxy ended before it was ready");
    text += value;
  }
  const address = /127\.0\.0\.1:[0-9]+/.exec(text)?.[0];
  return `http://${address}${prefix.replace(/\/$/, "")}`;
}
