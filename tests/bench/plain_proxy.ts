/**
 * The yardstick of `serve`: what anybody would write in ten minutes. Each request becomes a GET and
 * a PUT with its own token; nothing is shared, nothing is retried, nothing is limited.
 * Arguments: the API server's address, the file with its CA. Prints its own address.
 */

const [server, caFile] = Deno.args as [string, string];
Deno.env.set("DENO_TLS_CA_STORE", "");
Deno.env.set("NO_PROXY", "127.0.0.1");
const client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(caFile)] });

async function refresh(request: Request): Promise<Response> {
  const [, namespace, name] =
    /\/namespaces\/([^/]+)\/apprepositories\/([^/]+)\/refresh$/.exec(request.url) ?? [];
  const url =
    `${server}/apis/kubeapps.com/v1alpha1/namespaces/${namespace}/apprepositories/${name}`;
  const headers = { authorization: request.headers.get("authorization") ?? "" };
  await request.text();
  const got = await fetch(url, { client, headers });
  if (!got.ok) return new Response(await got.text(), { status: got.status });
  const object = await got.json();
  object.spec.resyncRequests = (object.spec.resyncRequests ?? 0) + 1;
  const put = await fetch(url, {
    client,
    method: "PUT",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(object),
  });
  return new Response(await put.text(), { status: put.status });
}

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`Starting to serve on http://127.0.0.1:${port}`),
}, refresh);
