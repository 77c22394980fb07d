/**
 * What one refresh can't do without: a GET and a PUT through fetch, with a token and a CA, over
 * HTTP/1.1 as the plugin speaks it. No kubeconfig, no flags, no errors worth reading.
 */

const { url, ca, token } = JSON.parse(Deno.env.get("BARE")!);
const client = Deno.createHttpClient({ caCerts: [ca], http2: false });
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const got = await fetch(url, { client, headers });
const repository = await got.json();
repository.spec.resyncRequests = (repository.spec.resyncRequests ?? 0) + 1;
const body = JSON.stringify(repository);
const put = await fetch(url, { client, headers, method: "PUT", body });
if (!put.ok) throw new Error(`${put.status} ${await put.text()}`);
console.log((await put.json()).metadata.name);
