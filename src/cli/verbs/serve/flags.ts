import { PLUGIN_NAME } from "../../../about.ts";
import type { CommandSpec } from "../../command.ts";
import { connectionFlags } from "../../flags/connection_flags.ts";
import { formatOffer } from "../../flags/format_offer.ts";
import { boolean, type FlagValues, integer, list, text, textOr, texts } from "../../flags/flags.ts";

const serve = `kubectl ${PLUGIN_NAME} serve`;

const ownFlags = {
  address: textOr(
    "127.0.0.1",
    "The IP address to listen on; 0.0.0.0 or :: for all, * for all of both families",
  ),
  clusterName: textOr("default", "The name that callers have for the cluster of the connection"),
  hooks: boolean(
    "Take webhooks at /hook/ as well, of senders that can't send a bearer token; with what tenants lent by 'hook create', and no other right",
  ),
  hooksTokenFile: text(
    "With --hooks: file with the token of the receiver's own ServiceAccount; where Kubernetes puts it if not given",
    { offer: "files" },
  ),
  ignoreEvents: list(
    "Event types of Harbor, such as PULL_ARTIFACT,SCANNING_*, that are answered 200 without a refresh",
  ),
  logFormat: textOr("json", "Of the log on stderr, a line a request: json or text", {
    offer: formatOffer("json", "text"),
  }),
  metricsPort: integer(8081, "The port for /metrics, /healthz and /readyz; 0 picks a free one"),
  port: integer(8080, "The port for the webhook; 0 picks a free one"),
  serveCluster: texts(
    "Another cluster as NAME=CONTEXT: the name in the URL, and the kubeconfig's context; may be repeated",
  ),
  shutdownDelay: textOr(
    "0s",
    "How long to go on serving after a SIGTERM, not ready any more, so that a load balancer learns of it; with --manifests, 5s where it is 0s",
  ),
  tlsCertFile: text(
    "File with the certificate chain to serve HTTPS with; read again when it changes",
    { offer: "files" },
  ),
  tlsPrivateKeyFile: text("File with its private key", { offer: "files" }),
  window: textOr(
    "1s",
    "How long after the start of a repository's refresh its next one starts, for all requests that came meanwhile; at most 2.5s",
  ),
};

const manifestFlags = {
  egressPort: list(
    "With --manifests: TCP ports of API servers, by commas or repeated; the NetworkPolicy then lets the receiver reach these and DNS only",
  ),
  manifests: boolean(
    "Instead of serving, print what runs the receiver in a cluster; the limits, --window, --hooks, --ignore-events and --log-format go into it, --namespace is where it goes",
  ),
  host: text("With --manifests: Kubeapps' own host name, whose webhook path the Ingress takes"),
  image: text(
    "With --manifests: the container image; without it, the one of this release, by its digest",
  ),
  imagePullSecret: list("With --manifests: Secrets to pull the image with, by commas or repeated"),
  ingressAnnotation: texts(
    "With --manifests: an annotation of the Ingress, as KEY=VALUE; may be repeated",
  ),
  ingressClass: text("With --manifests: the Ingress class; the cluster's default without it"),
  kubeconfigConfigMap: text(
    "With --manifests and --serve-cluster: the ConfigMap whose key config is a kubeconfig, without credentials",
  ),
  noIngress: boolean(
    "With --manifests: leave out the Ingress, and say what Kubeapps' own chart needs instead",
  ),
  tlsSecret: text(
    "With --manifests: the Secret with the host's certificate, as in Kubeapps' Ingress",
  ),
};

export const limitFlags = {
  maxConnections: integer(1_000, "Connections at a time"),
  maxConnectionsPerAddress: integer(500, "Connections at a time from one IP address"),
  maxHeaderBytes: integer(16_384, "Bytes of a request's head"),
  headerTimeout: textOr("5s", "Time for a request's head to come"),
  maxBodyBytes: integer(1_048_576, "Bytes that a request's body may have"),
  bodyTimeout: textOr("10s", "Time for a request's body to come"),
  idleTimeout: textOr(
    "11m",
    "Time between two requests of a connection; longer than that of load balancers",
  ),
  maxConnectionAge: textOr("1h", "Time after which a connection takes no other request"),
  maxInFlight: integer(256, "Requests being answered at a time"),
  rateLimit: integer(
    50,
    "Refreshes a second for a token that was good within the last day, and twice as many at once; others wait for their turn while there is time to answer",
  ),
  unknownRateLimit: integer(20, "Refreshes a second for all other tokens together"),
  unauthorizedTtl: textOr("10s", "How long a token that the API server refused is remembered"),
};

export const flags = { ...ownFlags, ...manifestFlags, ...limitFlags, ...connectionFlags };

export type ServeValues = FlagValues<typeof flags>;

export const serveSpec = {
  name: serve,
  description:
    "Serve the webhook that Kubeapps 2.1-2.4 had, in front of any Kubeapps from 2.1 to 2.12 and SAP's 3.0: POST /api/v1/clusters/CLUSTER/namespaces/NAMESPACE/apprepositories/NAME/refresh with a bearer token refreshes that AppRepository.\n\nThe receiver has no rights of its own. Of the kubeconfig it uses the server, its CA and its proxy, never the credentials: each caller's token goes to the API server, which decides. Requests for the same repository with the same token that come close together share a refresh; each 2xx stands for one that began after its request had come.",
  examples: [
    ["Serve the current context's cluster on http://127.0.0.1:8080", serve],
    [
      "Serve on all addresses, with TLS",
      `${serve} --address 0.0.0.0 --tls-cert-file tls.crt --tls-private-key-file tls.key`,
    ],
    [
      "Serve a second cluster under the name of its own",
      `${serve} --serve-cluster east=east-admin`,
    ],
    [
      "Run it in front of Kubeapps",
      `${serve} --manifests --host kubeapps.example.com | kubectl apply -n kubeapps -f -`,
    ],
    ["Leave out events that change nothing", `${serve} --ignore-events 'PULL_ARTIFACT,SCANNING_*'`],
  ],
  usage: "[options]",
  flags,
  sections: [
    { heading: "Options", flags: ownFlags },
    { heading: "In a cluster", flags: manifestFlags },
    { heading: "Limits", flags: limitFlags },
    {
      heading:
        "Connection options, as in 'kubectl options'; those that say who somebody is are refused",
      flags: connectionFlags,
    },
  ],
} satisfies CommandSpec<typeof flags>;
