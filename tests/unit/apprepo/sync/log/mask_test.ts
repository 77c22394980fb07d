import assert from "node:assert/strict";
import { maskSecrets } from "../../../../../src/apprepo/sync/log/mask.ts";

const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

const rows: readonly (readonly [line: string, masked: string])[] = [
  // Users in URLs
  ["https://user:s3cret@host/x", "https://user:***@host/x"],
  ["https://s3cret@host", "https://***@host"],
  ["https://:s3cret@host", "https://:***@host"],
  ["https://s3cret:@host", "https://***:@host"],
  ["https://s3cret:x-oauth-basic@host", "https://***:x-oauth-basic@host"],
  ["https://user:s3@cret@host/index.yaml", "https://user:***@host/index.yaml"],
  ["https://user:s3/cret@host/index.yaml", "https://user:***@host/index.yaml"],
  ["https://user:s3#cret@host", "https://user:***@host"],
  ["https://user:s3?cret@host", "https://user:***@host"],
  ['https://user:s3"cret@host', "https://user:***@host"],
  ["HTTPS://user:s3cret@HOST", "HTTPS://user:***@HOST"],
  ["oci://user:s3cret@host, https://b:s3cret@c", "oci://user:***@host, https://b:***@c"],
  ["https://a:s3cret@b,https://c:s3cret@d", "https://a:***@b,https://c:***@d"],
  ["https://a/?to=https://b:s3cret@c", "https://a/?to=https://b:***@c"],
  ["https://a/?to=https%3A%2F%2Fb%3As3cret%40c", "https://a/?to=https%3A%2F%2F***%40c"],
  ["get request to [https://u:s3cret@h/i] failed", "get request to [https://u:***@h/i] failed"],
  [
    'error: parse "https://user:s3 cret@host": net/url: invalid userinfo',
    'error: parse "https://user:***@host": net/url: invalid userinfo',
  ],
  [
    'error: parse "https://user:s3#cret@host/": invalid port ":s3" after host',
    'error: parse "https://user:***@host/": invalid port ":***" after host',
  ],
  ['{"url":"https://user:s3cret@host","a":"b@c"}', '{"url":"https://user:***@host","a":"b@c"}'],
  ["postgres://postgres:s3cret@db:5432/assets", "postgres://postgres:***@db:5432/assets"],
  ["oci://u:s3:cr@et@h:5000/p and https://u:s3cret@h", "oci://u:***@h:5000/p and https://u:***@h"],
  // Authorization
  ["AUTHORIZATION=Bearer s3cret", "AUTHORIZATION=Bearer ***"],
  [
    'msg="header \\"Authorization\\": \\"Bearer s3cret\\""',
    'msg="header \\"Authorization\\": \\"Bearer ***\\""',
  ],
  ["Authorization: Bearer s3cret", "Authorization: Bearer ***"],
  ["authorization: s3cret more", "authorization: ***"],
  ["Proxy-Authorization: Basic czNjcmV0", "Proxy-Authorization: Basic ***"],
  [
    "map[Accept:[*/*] Authorization:[Basic czNjcmV0] User-Agent:[x]]",
    "map[Accept:[*/*] Authorization:[Basic ***] User-Agent:[x]]",
  ],
  ['{"Authorization":"Bearer s3cret","x":1}', '{"Authorization":"Bearer ***","x":1}'],
  ['{"Authorization": ["Bearer s3cret"]}', '{"Authorization": ["Bearer ***"]}'],
  [
    'server.Config{AuthorizationHeader:"Basic czNjcmV0", DockerConfigJson:"{\\"auths\\":{\\"h\\":{\\"auth\\":\\"czNjcmV0\\"}}}", Debug:false}',
    'server.Config{AuthorizationHeader:"Basic ***", DockerConfigJson:"{\\"***\\"}}}", Debug:false}',
  ],
  [
    '"configured" serverOptions="{AuthorizationHeader:\\"Bearer s3cret\\", Debug:false}"',
    '"configured" serverOptions="{AuthorizationHeader:\\"Bearer ***\\", Debug:false}"',
  ],
  [
    '{AuthorizationHeader:Bearer s3cret DockerConfigJson:{"auths":{"h":{"password":"s3cret"}}} OCICatalogURL: Debug:false}',
    '{AuthorizationHeader:Bearer *** DockerConfigJson:{"***"}}} OCICatalogURL: Debug:false}',
  ],
  ['AuthorizationHeader:"", Debug:false', 'AuthorizationHeader:"", Debug:false'],
  ["AUTHORIZATION_HEADER=Bearer s3cret", "AUTHORIZATION_HEADER=Bearer ***"],
  ["sent Bearer s3cretToken to host", "sent Bearer *** to host"],
  [`got ${jwt} back`, "got *** back"],
  // Parameters
  ["https://h/x?token=s3cret&a=b", "https://h/x?token=***&a=b"],
  ["https://h/x?a=b&access_token=s3cret", "https://h/x?a=b&access_token=***"],
  ["https://h/x?X-Amz-Signature=s3cret#top", "https://h/x?X-Amz-Signature=***#top"],
  [
    "https://h/x?X-Amz-Credential=s3cret%2F1&X-Amz-Security-Token=s3cret",
    "https://h/x?X-Amz-Credential=***&X-Amz-Security-Token=***",
  ],
  ["https://h/x?sv=1&sig=s3cret%3D", "https://h/x?sv=1&sig=***"],
  ["https://h/x?a=b\\u0026PASSWORD=s3cret", "https://h/x?a=b\\u0026PASSWORD=***"],
  ["host=db password=s3cret dbname=assets", "host=db password=*** dbname=assets"],
  ['{"username":"u","password":"s3cret"}', '{"username":"u","password":"***"}'],
];

for (const [line, masked] of rows) {
  Deno.test(`maskSecrets() of ${line}`, () => {
    assert.equal(maskSecrets(line), masked);
    assert.equal(maskSecrets(masked), masked, "masked again");
  });
}

const harmless = [
  "",
  "the bearer of news",
  "I1122 22:00:00.000000       1 sync.go:173] Stored repository update in cache, repo.URL= https://charts.example.com:8443/a@b",
  "get request to [https://charts.example.com/index.yaml] failed due to status [401]",
  "https://[::1]:8080/x@y",
  "https://host:8080/@scope/package",
  "mail a@b.example about oci://host/x:1.0",
  "Basic authentication is required",
  'Www-Authenticate: Bearer realm="https://auth.example.com/token",service="registry"',
  "the token was refused: unauthorized",
  'There were errors syncing chart "keycloak": [keyring: x]',
];

for (const line of harmless) {
  Deno.test(`maskSecrets() leaves ${line}`, () => assert.equal(maskSecrets(line), line));
}

const long = 65_536;
const hostile = {
  schemes: "https://".repeat(long / 8),
  "users without an end": "https://" + "a:".repeat(long / 2),
  "quotes without an end": 'Authorization:"' + '\\"'.repeat(long / 2),
  "names without a value": "?" + "sigtoken".repeat(long / 8),
  headers: "Authorization: ".repeat(long / 15),
  "spaces after a header": "Authorization:" + " ".repeat(long),
  "capitals after a header": "Authorization: " + " A".repeat(long / 2),
  quotes: '"'.repeat(long),
  "escaped colons": "%3A%2F%2F".repeat(long / 9),
  "parse errors": 'parse "'.repeat(long / 7) + "://",
  "beginnings of tokens": "eyJ".repeat(long / 3),
};

for (const [what, line] of Object.entries(hostile)) {
  Deno.test(`maskSecrets() takes no time for a long line of ${what}`, () => {
    const began = performance.now();
    maskSecrets(line);
    assert.ok(performance.now() - began < 1_000, `${performance.now() - began} ms`);
  });
}
