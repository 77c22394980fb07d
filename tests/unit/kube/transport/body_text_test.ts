import assert from "node:assert/strict";
import { bodyText } from "../../../../src/kube/transport/body_text.ts";

Deno.test("bodyText() joins what comes, characters cut in two included", async () => {
  const bytes = new TextEncoder().encode("\ufeffKöln");
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  assert.equal(await bodyText(body), "Köln");
});

Deno.test("bodyText() believes no Content-Length", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = listener.accept().then(async (connection) => {
    await connection.read(new Uint8Array(4_096));
    const head = "HTTP/1.1 200 OK\r\nContent-Length: 36028797018963968\r\n\r\nabc";
    await connection.write(new TextEncoder().encode(head));
    connection.close();
  });
  using client = Deno.createHttpClient({ proxy: undefined });
  const { port } = listener.addr;
  const response = await fetch(`http://127.0.0.1:${port}/`, { client });
  await assert.rejects(bodyText(response.body!), /error reading a body/);
  await served;
});
