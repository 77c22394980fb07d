// What docs/security.md gives nginx keeps the secrets of hooks' URLs out of its log.

import assert from "node:assert/strict";
import { hasNginx } from "./nginx.ts";

const page = await Deno.readTextFile(new URL("../../../docs/security.md", import.meta.url));

Deno.test({
  name: "nginx logs hooks without the last part of their URLs",
  ignore: !hasNginx,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "nginx-hooks-" });
    const [, block = ""] = /^```nginx\n([^]*?)^```$/m.exec(page) ?? [];
    const logged = block.replace("/var/log/nginx/access.log", `${folder}/access.log`);
    assert.notEqual(logged, block);
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const server = `server { listen 127.0.0.1:${port}; return 200 "ok"; }`;
    const text = `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { client_body_temp_path ${folder}/body; ${logged} ${server} }`;
    await Deno.writeTextFile(`${folder}/nginx.conf`, text);
    const args = ["-c", `${folder}/nginx.conf`];
    const nginx = new Deno.Command("nginx", { args, stdout: "null", stderr: "null" }).spawn();
    try {
      const paths = ["/hook/team-a/ghcr/swordfish", "/hook/team-a/ghcr/swordfish?x", "/api/v1/x"];
      for (const path of paths) await answered(`http://127.0.0.1:${port}${path}`);
    } finally {
      nginx.kill("SIGQUIT");
      await nginx.status;
    }
    const lines = (await Deno.readTextFile(`${folder}/access.log`)).trim().split("\n");
    const asked = lines.map((line) => /"(.*)"/.exec(line)?.[1]);
    assert.deepEqual(asked, [
      "POST /hook/team-a/ghcr/-",
      "POST /hook/team-a/ghcr/-",
      "POST /api/v1/x",
    ]);
    await Deno.remove(folder, { recursive: true });
  },
});

/** Until nginx listens. */
async function answered(url: string): Promise<void> {
  for (let tries = 0;; tries++) {
    try {
      const response = await fetch(url, { method: "POST", signal: AbortSignal.timeout(5_000) });
      assert.equal(await response.text(), "ok");
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
