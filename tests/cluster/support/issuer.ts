// An OIDC issuer on loopback, as GitHub, GitLab and Google are: it signs tokens and shows its keys.

import { createPublicKey } from "node:crypto";
import { issue, newAuthority, newKeyPair } from "../../../testcluster/certificates.ts";
import { keyId, signToken } from "./identities.ts";

/** What the job of a workflow shows to get its token. */
const requestToken = "request-token";

export class Issuer implements AsyncDisposable {
  /** PEM. */
  readonly authority: string;
  readonly #keys = newKeyPair("rsa");
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** What a job's token says, but for its audience; set by a test. */
  jobClaims: Record<string, unknown> = {};

  private constructor() {
    const authority = newAuthority("test-issuer");
    this.authority = authority.certificate;
    const hosts = ["127.0.0.1"];
    const { certificate: cert, key } = issue(authority, {
      usage: "server",
      commonName: "issuer",
      hosts,
    });
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, cert, key, onListen() {} },
      (request) => this.#answer(request),
    );
  }

  static start(): Issuer {
    return new Issuer();
  }

  /** The address of one of its issuers. */
  url(name: string): string {
    return `https://127.0.0.1:${this.#server.addr.port}/${name}`;
  }

  /** @param claims besides the usual ones, or instead of them */
  token(name: string, claims: Record<string, unknown>): string {
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: this.url(name), iat: now - 10, nbf: now - 10, exp: now + 300 };
    return signToken({ ...usual, ...claims }, this.#keys.privateKey);
  }

  /** What a runner's environment has for a job with `id-token: write`. */
  get jobVariables(): Record<string, string> {
    return {
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url("github")}/job?api-version=2.0`,
    };
  }

  #answer(request: Request): Response {
    const { pathname, searchParams } = new URL(request.url);
    const [, name = "", ...rest] = pathname.split("/");
    switch (rest.join("/")) {
      case ".well-known/openid-configuration":
        return Response.json({
          issuer: this.url(name),
          jwks_uri: `${this.url(name)}/keys`,
          response_types_supported: ["id_token"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
        });
      case "keys": {
        const key = createPublicKey(this.#keys.publicKey);
        const kid = keyId(key);
        const jwk = { ...key.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
        return Response.json({ keys: [jwk] });
      }
      case "job": {
        const isJob = request.headers.get("authorization") === `Bearer ${requestToken}`;
        const aud = searchParams.get("audience");
        if (!isJob || searchParams.get("api-version") !== "2.0" || aud === null) break;
        return Response.json({ value: this.token(name, { ...this.jobClaims, aud }) });
      }
    }
    return new Response(null, { status: 404 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
