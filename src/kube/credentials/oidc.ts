/**
 * Gets ID tokens from an OpenID Connect provider.
 * Source: k8s.io/client-go/plugin/pkg/client/auth/oidc/oidc.go.
 */

import type { Host } from "../../host.ts";
import { connectionError } from "../transport/connection_error.ts";
import { ConfigError } from "../api/errors.ts";
import type { Transport, TransportRequest } from "../transport/transport.ts";
import { openTransport } from "../transport/open_transport.ts";
import { checkReadable } from "../transport/authorities.ts";

type Config = Readonly<Record<string, string>>;

/** Milliseconds: a token that ends within this counts as expired, since clocks differ. */
const leeway = 10_000;

/** Milliseconds. */
const longestAnswer = 30_000;

/**
 * @param now milliseconds since the epoch
 * @throws {ConfigError} where the token is no JWT
 */
export function isFresh(idToken: string, now: number): boolean {
  if (idToken === "") return false;
  const parts = idToken.split(".");
  if (parts.length !== 3) throw fault("ID Token is not a valid JWT");
  try {
    const claims = JSON.parse(atob(parts[1]!.replaceAll("-", "+").replaceAll("_", "/")));
    return now + leeway < Number(claims.exp) * 1_000;
  } catch (error) {
    throw fault("parsing claims: the ID token's second part is not JSON in base64", error);
  }
}

/**
 * @param config of the kubeconfig's auth-provider
 * @throws {ConfigError} where there is no refresh token, or the provider gives no ID token for it
 * @throws {ConnectionError} where the provider can't be reached
 */
export async function refreshIdToken(
  host: Host,
  config: Config,
  refreshToken: string,
): Promise<{ idToken: string; refreshToken?: string }> {
  if (refreshToken === "") {
    throw fault("No valid id-token, and cannot refresh without refresh-token");
  }
  const issuer = config["idp-issuer-url"]!.replace(/\/$/, "");
  const transport = await openTransport(host, {
    server: issuer,
    ...await issuerAuthority(host, config),
    insecure: false,
  });
  try {
    const endpoint = await tokenEndpoint(transport, issuer);
    return await redeem(transport, endpoint, config, refreshToken);
  } finally {
    transport.close();
  }
}

async function issuerAuthority(
  host: Host,
  config: Config,
): Promise<{ ca?: string; caOrigin?: string }> {
  const data = config["idp-certificate-authority-data"];
  const path = config["idp-certificate-authority"];
  if (!data && !path) return {};
  const ca = data ? decode(data) : await read(host, path!);
  const caOrigin = data ? "idp-certificate-authority-data" : path!;
  checkReadable({ pem: ca, origin: caOrigin });
  return { ca, caOrigin };
}

async function read(host: Host, path: string): Promise<string> {
  try {
    return await host.files.readText(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`error: unable to read idp-certificate-authority: ${reason}`, {
      cause: error,
    });
  }
}

function decode(data: string): string {
  try {
    return atob(data);
  } catch (error) {
    throw new ConfigError("error: idp-certificate-authority-data is not base64", { cause: error });
  }
}

async function tokenEndpoint(transport: Transport, issuer: string): Promise<string> {
  const url = `${issuer}/.well-known/openid-configuration`;
  const { code, body } = await send(transport, url, { method: "GET", headers: [] });
  if (code !== 200) throw fault(`oidc: failed to query metadata endpoint ${url}: ${code}`);
  const endpoint = parse(body).token_endpoint;
  if (typeof endpoint === "string" && URL.canParse(endpoint)) return endpoint;
  throw fault("oidc: discovery object doesn't contain a token_endpoint");
}

async function redeem(
  transport: Transport,
  endpoint: string,
  config: Config,
  refreshToken: string,
): Promise<{ idToken: string; refreshToken?: string }> {
  const id = config["client-id"]!;
  const secret = config["client-secret"] ?? "";
  const form = { grant_type: "refresh_token", refresh_token: refreshToken };
  // RFC 6749, 2.3.1: a client proves itself by basic authentication, or else in the form.
  const basic = `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`;
  const inForm = { ...form, client_id: id, ...(secret === "" ? {} : { client_secret: secret }) };
  const tries = [{ form, basic }, { form: inForm }];
  let code = 0;
  for (const attempt of tries) {
    const headers: [string, string][] = [["content-type", "application/x-www-form-urlencoded"]];
    if (attempt.basic) headers.push(["authorization", attempt.basic]);
    const body = new URLSearchParams(attempt.form).toString();
    const answer = await send(transport, endpoint, { method: "POST", headers, body });
    code = answer.code;
    if (code === 200) return tokens(parse(answer.body));
  }
  throw fault(`failed to refresh token: the identity provider answered ${code}; log in again`);
}

function tokens(answer: Record<string, unknown>): { idToken: string; refreshToken?: string } {
  const { id_token: idToken, refresh_token: next } = answer;
  if (typeof idToken !== "string") {
    throw fault(
      `token response did not contain an id_token, either the scope "openid" wasn't requested upon login, or the provider doesn't support id_tokens as part of the refresh response`,
    );
  }
  return { idToken, refreshToken: typeof next === "string" && next !== "" ? next : undefined };
}

async function send(
  transport: Transport,
  url: string,
  request: Omit<TransportRequest, "signal">,
): Promise<{ code: number; body: string }> {
  try {
    const signal = AbortSignal.timeout(longestAnswer);
    const response = await transport.send(url, { ...request, signal });
    return { code: response.status, body: await response.text() };
  } catch (error) {
    const { proxy, passedOver } = transport;
    throw connectionError(error, { url, proxy, passedOver });
  }
}

function parse(body: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(body));
  } catch (error) {
    throw fault("oidc: the identity provider's answer is not JSON", error);
  }
}

function fault(reason: string, cause?: unknown): ConfigError {
  return new ConfigError(`Unable to connect to the server: ${reason}`, { cause });
}
