/** Puts what Harbor refuses into words, with what to do about it. */

import type { Answer } from "../kube/api/answer.ts";
import type { ConnectionError } from "../kube/api/errors.ts";
import type { HarborCredentials } from "./credentials.ts";
import { HarborError } from "./harbor_error.ts";

/** What was asked of Harbor. */
export interface Tried {
  readonly method: string;
  /** Below `/api/v2.0`. */
  readonly path: string;
  /** The project that it is about. */
  readonly project?: string;
  /** Harbor's own word for what it takes: `list`, `read`, `create`, `update` or `delete`. */
  readonly right?: string;
}

export interface Asked {
  readonly address: string;
  readonly credentials?: HarborCredentials;
  /** What Harbor knows its users by; undefined where it did not tell. */
  readonly authMode?: string;
}

export function refusal(answer: Answer, tried: Tried, asked: Asked): HarborError {
  const { code } = answer;
  const { host } = new URL(asked.address);
  const line = `${host} answered ${tried.method} ${tried.path} with ${code}${said(answer)}`;
  const advice = adviceFor(answer, tried, asked);
  return new HarborError(advice === "" ? line : `${line}\n${advice}`, code);
}

function adviceFor(answer: Answer, tried: Tried, asked: Asked): string {
  const { project, right } = tried;
  const isHarbors = errorsIn(answer) !== undefined;
  if (!isHarbors && [401, 403, 404].includes(answer.code)) {
    return "Is this the address of Harbor? What answers is something else, or stands in front of it.";
  }
  switch (answer.code) {
    case 401:
      return unauthorized(asked);
    case 403:
      if (/read.?only/i.test(said(answer))) return readOnly;
      return project === undefined
        ? ""
        : `You lack the right to ${right} webhooks (notification-policy) of project "${project}", or there is no such project: Harbor tells only its administrators which. A project admin has it, and a robot account that was given it.`;
    case 404:
      return project === undefined || !/project/i.test(answer.body)
        ? ""
        : `There is no project "${project}".`;
    case 429:
      return "It was asked too often: try again in a minute.";
    case 502:
    case 503:
    case 504:
      return "Harbor is away, or is not reached by what stands in front of it: try again when it is up.";
    default:
      if (answer.code >= 500) return "Harbor's own log, of its core, has the reason.";
      return answer.code >= 300 && answer.code <= 399 ? redirected(answer, asked) : "";
  }
}

/** Source: goharbor/harbor, src/server/middleware/readonly. */
const readOnly =
  "An administrator switches it off: Administration, Configuration, System Settings, Repository Read Only.";

function unauthorized({ credentials, authMode }: Asked): string {
  if (credentials?.kind === "bearer") {
    return "HARBOR_TOKEN is not accepted: it wants an id token of the OIDC provider that Harbor asks, and one that has not expired.";
  }
  const name = credentials?.username;
  const isRobot = name?.includes("$");
  if (authMode === "oidc_auth" && !isRobot) {
    return "This Harbor knows its users by OIDC, and their CLI secret is for docker and helm only: use a robot account, or give an id token as HARBOR_TOKEN. If that is a robot account, its secret is wrong, or it has expired or is disabled.";
  }
  return isRobot
    ? "The robot's name or secret is wrong, or it has expired or is disabled. Its name has its project in it, as in robot$charts+kubeapps; in a shell it stands in single quotes."
    : "The user name or the password is wrong.";
}

/** They are not followed, for the sake of the password. */
function redirected({ headers }: Answer, { address }: Asked): string {
  const location = headers.get("location");
  if (location === null || !URL.canParse(location, address)) return "";
  const { origin } = new URL(location, address);
  return origin === address
    ? "Is this the address of Harbor? Something in front of it wants a login."
    : `Redirects are not followed, for the sake of the password: give --harbor-url ${origin}, if that is Harbor.`;
}

const longestText = 300;

function said(answer: Answer): string {
  const texts = (errorsIn(answer) ?? []).map(({ code, message }) => String(message || code || ""));
  const text = texts.filter((one) => one !== "").join("; ").replace(/\s+/g, " ");
  return text === "" ? "" : `: ${text.slice(0, longestText)}`;
}

/** `{"errors":[{"code":"FORBIDDEN","message":"…"}]}`; undefined where it is not Harbor that answers. */
function errorsIn({ body }: Answer): readonly { code?: unknown; message?: unknown }[] | undefined {
  try {
    const { errors } = JSON.parse(body) as { errors?: unknown };
    return Array.isArray(errors) ? errors : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing came back, or not all of it. */
export function silence(error: ConnectionError, address: string): HarborError {
  const [line = ""] = error.message.split("\n");
  const reason = line.replace(/^(error: )?(Unable to connect to the server: )?/, "");
  const message = `can't reach Harbor at ${new URL(address).host}: ${reason}`;
  const advice = adviceOnTrust(reason, address);
  const text = advice === undefined ? message : `${message}\n${advice}`;
  return new HarborError(text, undefined, { cause: error });
}

function adviceOnTrust(reason: string, address: string): string | undefined {
  if (reason.includes("used as a server's")) {
    return "This program takes no certificate that may issue others for a server's: let Harbor have one that its authority issued (openssl: basicConstraints=CA:FALSE), and name that authority with --harbor-ca.";
  }
  if (!reason.includes("unknown authority")) return undefined;
  return `Name the certificate of the authority that issued it with --harbor-ca FILE; where Harbor made its own, ${address}/api/v2.0/systeminfo/getcert has it: look at it before you trust it.`;
}
