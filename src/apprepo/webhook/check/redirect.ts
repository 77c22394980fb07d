import type { Verdict } from "./verdict.ts";
import type { Reply } from "./reply.ts";

const turnsIntoGet =
  "A sender that follows it turns the POST into a GET, gets the page there with 200, and reports success with nothing refreshed";

/** Judges a 3xx; it is never followed, least of all with the token to another host. */
export function redirectVerdict(url: string, { code, headers, milliseconds }: Reply): Verdict {
  const location = headers.get("location") ?? "";
  const common = { code, milliseconds };
  if (!URL.canParse(location, url) || location === "") {
    const message = `${code} without an address to go to`;
    return { ...common, outcome: "no-endpoint", message, advice: "" };
  }
  const from = new URL(url);
  const to = new URL(location, url);
  const message = `${code}, a redirect to ${to.href}`;
  const samePath = to.pathname === from.pathname;
  if (code === 307 || code === 308 || samePath) {
    const keeps = code === 307 || code === 308;
    const otherHost = to.host === from.host ? "" : " Senders leave out the token on another host.";
    const advice = keeps
      ? `The POST is repeated there.${otherHost} ${useInstead(to, samePath)}`
      : `${turnsIntoGet}. ${useInstead(to, samePath)}`;
    return { ...common, outcome: "redirected", message, advice };
  }
  const dashboard = to.host === from.host && to.pathname === `${from.pathname}/`;
  return {
    ...common,
    outcome: "no-endpoint",
    message: dashboard
      ? `${message}: that is how the dashboard of Kubeapps answers, which takes it for a page`
      : `${message}: that is no answer of the endpoint, maybe a login page`,
    advice: `${turnsIntoGet}.`,
  };
}

function useInstead(to: URL, samePath: boolean): string {
  return samePath ? `Use --base-url ${to.origin}.` : "Give senders the address that it leads to.";
}
