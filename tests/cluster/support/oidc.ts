// An API server that takes the tokens of an issuer of our own, by the configuration of docs/oidc.md.

import { findBinaries } from "../../../testcluster/binaries.ts";
import { Issuer } from "./issuer.ts";
import { OwnCluster, ownCluster } from "./own_cluster.ts";

const page = new URL("../../../docs/oidc.md", import.meta.url);

/** The page's issuers, and what each is called at our own. */
const issuers = {
  "https://token.actions.githubusercontent.com": "github",
  "https://gitlab.com": "gitlab",
  "https://accounts.google.com": "google",
};

/** The blocks of the page in a language, in their order. */
export async function pageBlocks(language: string): Promise<string[]> {
  const text = await Deno.readTextFile(page);
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return [...text.matchAll(pattern)].map(([, block = ""]) => block);
}

/** Which version of the configuration this API server has; undefined before Kubernetes 1.30. */
export async function configurationVersion(): Promise<"v1" | "v1beta1" | undefined> {
  const { apiServer } = await findBinaries();
  const { stdout } = await new Deno.Command(apiServer, { args: ["--version"] }).output();
  const minor = Number(/v1\.(\d+)/.exec(new TextDecoder().decode(stdout))?.[1]);
  return minor >= 34 ? "v1" : minor >= 30 ? "v1beta1" : undefined;
}

/** The page's text, with our issuer in place of the three. */
async function configuration(issuer: Issuer, version: string): Promise<string> {
  const [text = ""] = await pageBlocks("yaml");
  const authority = `      certificateAuthority: ${JSON.stringify(issuer.authority)}`;
  return Object.entries(issuers).reduce(
    (before, [url, name]) => {
      const after = before.replace(`url: ${url}\n`, `url: ${issuer.url(name)}\n${authority}\n`);
      if (after === before) throw new Error(`docs/oidc.md does not configure ${url}`);
      return after;
    },
    text.replace("apiserver.config.k8s.io/v1\n", `apiserver.config.k8s.io/${version}\n`),
  );
}

export async function oidcCluster(issuer: Issuer, version: string): Promise<OwnCluster> {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(path, await configuration(issuer, version));
  try {
    return await ownCluster({ apiServer: [`--authentication-config=${path}`] });
  } finally {
    await Deno.remove(path); // it goes on with what it has read
  }
}
