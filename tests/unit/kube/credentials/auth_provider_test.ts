import assert from "node:assert/strict";
import { openAuthProvider } from "../../../../src/kube/credentials/auth_provider.ts";
import { FakeHost } from "../../support/fake_host.ts";

function jwt(exp: number, name: string): string {
  const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
  return `${part({ alg: "none" })}.${part({ exp, name })}.c2ln`;
}

const host = new FakeHost();
const [past, future] = [host.time / 1_000 - 1, host.time / 1_000 + 3_600];

interface Asked {
  readonly path: string;
  readonly authorization: string | null;
  readonly form: Record<string, string>;
}

/** An identity provider; `answer` is that of its token endpoint. */
function provider(answer: (asked: Asked) => Response) {
  const asked: Asked[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname: path, origin } = new URL(request.url);
    if (path === "/issuer/.well-known/openid-configuration") {
      return Response.json({ token_endpoint: `${origin}/token` });
    }
    const form = Object.fromEntries(new URLSearchParams(await request.text()));
    asked.push({ path, authorization: request.headers.get("authorization"), form });
    return answer(asked.at(-1)!);
  });
  const config = {
    "idp-issuer-url": `http://127.0.0.1:${server.addr.port}/issuer/`,
    "client-id": "kube ctl",
    "client-secret": "geheim",
    "refresh-token": "r1",
  };
  return { asked, config, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("openAuthProvider() sends the id-token as long as it is valid", async () => {
  const token = jwt(future, "a");
  const config = { "idp-issuer-url": "https://x", "client-id": "y", "id-token": token };
  const credentials = openAuthProvider(host, { name: "oidc", config });
  assert.equal(await credentials.authorization(), `Bearer ${token}`);
  assert.equal(await credentials.renew(), false);
});

Deno.test("openAuthProvider() refreshes an expired id-token once for all who wait, and goes on with the next refresh token", async () => {
  let count = 0;
  await using idp = provider(() => {
    count++;
    return Response.json({ id_token: jwt(future, `n${count}`), refresh_token: `r${count + 1}` });
  });
  const config = { ...idp.config, "id-token": jwt(past, "old") };
  const warnings: string[] = [];
  const credentials = openAuthProvider(host, { name: "oidc", config }, (text) => {
    warnings.push(text);
  });
  const both = await Promise.all([credentials.authorization(), credentials.authorization()]);
  assert.deepEqual(both, Array(2).fill(`Bearer ${jwt(future, "n1")}`));
  assert.equal(await credentials.renew(), true);
  assert.equal(await credentials.authorization(), `Bearer ${jwt(future, "n2")}`);
  assert.equal(warnings.length, 2);
  assert.match(
    warnings[0]!,
    /^the OpenID Connect provider replaced the kubeconfig's refresh token/,
  );
  assert.deepEqual(idp.asked.map(({ form }) => form), [
    { grant_type: "refresh_token", refresh_token: "r1" },
    { grant_type: "refresh_token", refresh_token: "r2" },
  ]);
  assert.equal(idp.asked[0]?.authorization, `Basic ${btoa("kube%20ctl:geheim")}`);
});

Deno.test("openAuthProvider() counts a token that ends within ten seconds as expired", async () => {
  await using idp = provider(() => Response.json({ id_token: jwt(future, "new") }));
  const config = { ...idp.config, "id-token": jwt(host.time / 1_000 + 9, "old") };
  const credentials = openAuthProvider(host, { name: "oidc", config });
  assert.equal(await credentials.authorization(), `Bearer ${jwt(future, "new")}`);
});

Deno.test("openAuthProvider() proves itself in the form where the provider wants that", async () => {
  await using idp = provider(({ authorization }) =>
    authorization
      ? new Response("", { status: 401 })
      : Response.json({ id_token: jwt(future, "a") })
  );
  await openAuthProvider(host, { name: "oidc", config: idp.config }).authorization();
  assert.deepEqual(idp.asked[1]?.form, {
    grant_type: "refresh_token",
    refresh_token: "r1",
    client_id: "kube ctl",
    client_secret: "geheim",
  });
});

const unable = "Unable to connect to the server: ";
const refusals: readonly (readonly [answer: () => Response, message: string])[] = [
  [
    () => new Response("s3cret", { status: 400 }),
    `${unable}failed to refresh token: the identity provider answered 400; log in again`,
  ],
  [() => new Response("s3cret"), `${unable}oidc: the identity provider's answer is not JSON`],
  [
    () => Response.json({ access_token: "s3cret" }),
    `${unable}token response did not contain an id_token, either the scope "openid" wasn't requested upon login, or the provider doesn't support id_tokens as part of the refresh response`,
  ],
];
for (const [answer, message] of refusals) {
  Deno.test(`openAuthProvider(): ${message.slice(unable.length)}`, async () => {
    await using idp = provider(answer);
    const credentials = openAuthProvider(host, { name: "oidc", config: idp.config });
    await assert.rejects(credentials.authorization(), { name: "ConfigError", message });
  });
}

Deno.test("openAuthProvider() says where the provider can't be reached", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const config = {
    "idp-issuer-url": `http://127.0.0.1:${port}`,
    "client-id": "y",
    "refresh-token": "s3cret",
  };
  await assert.rejects(openAuthProvider(host, { name: "oidc", config }).authorization(), {
    name: "ConnectionError",
    message: new RegExp(`^The connection to the server 127.0.0.1:${port} was refused`),
  });
});

const settings: readonly (readonly [name: string, config: Record<string, string>, RegExp])[] = [
  ["oidc", {}, /^error: Must provide idp-issuer-url$/],
  ["oidc", { "idp-issuer-url": "https://x" }, /^error: Must provide client-id$/],
  [
    "gcp",
    {},
    /^error: The gcp auth plugin has been removed.\nPlease use the "gke-gcloud-auth-plugin"/,
  ],
  [
    "azure",
    {},
    /^error: The azure auth plugin has been removed.\nPlease use the https:.*kubelogin/,
  ],
  ["foo", {}, /^error: no Auth Provider found for name "foo"$/],
];
for (const [name, config, message] of settings) {
  Deno.test(`openAuthProvider() refuses ${name} with ${JSON.stringify(config)}`, () => {
    assert.throws(() => openAuthProvider(host, { name, config }), { name: "ConfigError", message });
  });
}

Deno.test("openAuthProvider() words a token that is none, or none to refresh, as kubectl does", async () => {
  const config = { "idp-issuer-url": "https://x", "client-id": "y" };
  const message = `${unable}No valid id-token, and cannot refresh without refresh-token`;
  await assert.rejects(openAuthProvider(host, { name: "oidc", config }).authorization(), {
    message,
  });
  for (const token of ["abc", "a.b", "a.!!.c"]) {
    const broken = { ...config, "id-token": token };
    await assert.rejects(openAuthProvider(host, { name: "oidc", config: broken }).authorization(), {
      message: /ID Token is not a valid JWT|parsing claims/,
    });
  }
});
