// kubectl's connection flags over the kubeconfig.

import { config, type Row } from "../row.ts";
import type { World } from "../world.ts";

/** Two clusters, users and contexts; the current one leads nowhere. */
function two(world: World) {
  const { server, caData, ca, token, otherToken, ec } = world;
  return {
    config: JSON.stringify({
      "current-context": "wrong",
      contexts: [
        { name: "wrong", context: { cluster: "wrong", user: "two", namespace: "of-wrong" } },
        { name: "right", context: { cluster: "right", user: "one", namespace: "of-right" } },
      ],
      clusters: [
        { name: "wrong", cluster: { server: "https://127.0.0.1:1", "tls-server-name": "foo" } },
        { name: "right", cluster: { server, "certificate-authority-data": caData } },
      ],
      users: [
        { name: "one", user: { token } },
        { name: "two", user: { token: otherToken } },
        { name: "none", user: {} },
      ],
    }),
    "ca.crt": ca,
    "me.crt": ec.certificate,
    "me.key": ec.key,
    token,
  };
}

const right = ["--context=right"];

function row(
  flags: (world: World) => string[],
  expect: Row["expect"] = "same",
): Row {
  // For the name only: the world is not there yet.
  const words = flags({ server: "…", token: "…", otherToken: "…" } as World);
  return { name: `flags: ${words.join(" ")}`, files: two, flags, expect };
}

export const flagRows: Row[] = [
  row(() => right),
  row(() => ["--context", "right", "-n", "of-flag"]),
  row(() => ["--context=right", "--namespace=of-flag"]),
  row(() => [...right, "-n", ".."], {
    error: /error: invalid namespace "\.\.": \[may not be '\.\.'\]/,
  }),
  row(() => [...right, "-n=."], { error: /error: invalid namespace "\.": \[may not be '\.'\]/ }),
  row(() => [...right, "-na/b"], {
    error: /error: invalid namespace "a\/b": \[may not contain '\/'\]/,
  }),
  row(() => [...right, "-na%b"], {
    error: /error: invalid namespace "a%b": \[may not contain '%'\]/,
  }),
  row(() => [...right, "--user=two"]),
  row(() => ["--cluster=right"]),
  row(() => ["--cluster=right", "--user=one", "-nof-flag"]),
  row(({ server }) => [`--server=${server}`, "--certificate-authority=ca.crt"]),
  row(({ server }) => ["-s", server, "--insecure-skip-tls-verify"]),
  row(({ server }) => ["-s", server, "--insecure-skip-tls-verify=true"]),
  row(() => [...right, "--insecure-skip-tls-verify=false"]),
  row(({ otherToken }) => [...right, `--token=${otherToken}`]),
  row(({ token }) => ["--context=right", "--user=none", "--token", token]),
  row(() => [...right, "--user=none", "--client-certificate=me.crt", "--client-key=me.key"]),
  row(() => [...right, "--tls-server-name=localhost"]),
  row(({ server }) => [...right, `--server=${server}`, "--tls-server-name=localhost"]),
  row(() => [...right, "--request-timeout=5s"]),
  row(() => [...right, "--request-timeout=5"]),
  row(() => [...right, "--cache-dir=cache", "--disable-compression"]),
  row(() => [...right, "--client-certificate=me.crt", "--client-key=me.key", "--as=a"]),
  row(() => [
    ...right,
    "--client-certificate=me.crt",
    "--client-key=me.key",
    "--as=system:serviceaccount:a:b",
    "--as-group=c",
    "--as-group=d,e",
    "--as-uid=1",
  ]),
  {
    name: "flags: --token beside a tokenFile, which kubectl prefers",
    files: ({ server, caData, otherToken }) => ({
      config: config({ server, "certificate-authority-data": caData }, { tokenFile: "token" }),
      token: otherToken,
    }),
    flags: ({ token }) => [`--token=${token}`],
    expect: "same",
  },
  row(() => ["--context=nope"], {
    error: /Error in configuration: context was not found for specified context: nope/,
  }),
  row(() => ["--context=nope", "-n=ns"], { error: /error: context "nope" does not exist/ }),
  row(() => ["--user=nope"], { error: /error: auth info "nope" does not exist/ }),
  row(() => ["--cluster=nope"], { error: /error: no server found for cluster "nope"/ }),
  row(() => ["--cluster=nope", "-n=ns"], { error: /error: cluster "nope" does not exist/ }),
  row(() => ["--context=nope", "--cluster=nope", "--user=nope"], {
    error:
      /Error in configuration: \n\* context was not found for specified context: nope\n\* no server found for cluster "nope"/,
  }),
  row(() => [...right, "--certificate-authority=/nope"], {
    error:
      /error: unable to read certificate-authority \/nope for right due to open \/nope: no such file or directory/,
  }),
  row(() => [...right, "--certificate-authority=ca.crt", "--insecure-skip-tls-verify"], {
    error: /error: specifying a root certificates file with the insecure flag is not allowed/,
  }),
  row(() => [...right, "--as-group=x"], {
    error: /error: requesting uid, groups or user-extra for one without impersonating a user/,
  }),
  row(() => [...right, "--username=a", "--password=b"], {
    error:
      /error: more than one authentication method found for one; found \[token basicAuth\], only one is allowed/,
  }),
  row(() => [...right, "--request-timeout=abc"], {
    error:
      /error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by/,
  }),
];
