import assert from "node:assert/strict";
import { whyUnauthorized } from "../../../../src/kube/credentials/why_unauthorized.ts";
import { issue, newAuthority } from "../../../../testcluster/certificates.ts";

const now = Date.parse("2026-01-02T03:04:05Z");
const claims = (exp: number) => `Bearer x.${btoa(JSON.stringify({ exp })).replaceAll("=", "")}.y`;

function certificate(notAfter: Date) {
  const notBefore = new Date(0);
  const request = { usage: "client", commonName: "me", notBefore, notAfter } as const;
  const { certificate: cert, key } = issue(newAuthority("a"), request);
  return { cert, key };
}

Deno.test("whyUnauthorized() tells when a token or certificate expired", () => {
  const exp = now / 1_000 - 3_600;
  assert.match(
    whyUnauthorized({ authorization: claims(exp), now }),
    /^The token expired on 2026-01-02 02:04 UTC/,
  );
  const expired = certificate(new Date("2025-12-31T00:00:00Z"));
  assert.match(
    whyUnauthorized({ certificate: expired, now }),
    /^The client certificate expired on 2025-12-31 00:00 UTC/,
  );
});

const dates: readonly (readonly [claims: Record<string, unknown>, line: RegExp])[] = [
  [
    { nbf: now / 1_000 + 3_600 },
    /^The token is good only from 2026-01-02 04:04 UTC on, and it is 2026-01-02 03:04 UTC here: set this machine's clock/,
  ],
  [
    { iat: now / 1_000 + 60, exp: now / 1_000 + 3_600 },
    /^The token is good only from 2026-01-02 03:05 UTC on/,
  ],
  [{ nbf: now / 1_000 + 60, exp: now / 1_000 - 60 }, /^The token expired on/],
  [{ nbf: now / 1_000 - 60 }, /not one of this cluster/],
  [{ nbf: "tomorrow", exp: null }, /not one of this cluster/],
  [{ nbf: 1e300, exp: 1e300 }, /not one of this cluster/],
];
for (const [claims, line] of dates) {
  Deno.test(`whyUnauthorized() reads ${JSON.stringify(claims)}`, () => {
    const authorization = `Bearer x.${btoa(JSON.stringify(claims)).replaceAll("=", "")}.y`;
    assert.match(whyUnauthorized({ authorization, now }), line);
  });
}

Deno.test("whyUnauthorized() tells what else there is to do", () => {
  assert.match(whyUnauthorized({ now }), /names no credentials/);
  assert.match(whyUnauthorized({ authorization: claims(now), now }), /not one of this cluster/);
  assert.match(whyUnauthorized({ authorization: "Bearer x", now }), /not one of this cluster/);
  assert.match(whyUnauthorized({ authorization: "Basic x", now }), /since Kubernetes 1.19/);
  const good = certificate(new Date(now + 1_000));
  assert.match(whyUnauthorized({ certificate: good, now }), /does not trust the issuer/);
});
