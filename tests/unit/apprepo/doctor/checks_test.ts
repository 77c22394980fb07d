// Each check finds what it is for, and nothing in a healthy cluster.

import assert from "node:assert/strict";
import { allChecks } from "../../../../src/apprepo/doctor/all_checks.ts";
import { examine } from "../../../../src/apprepo/doctor/examine.ts";
import { seen, unseen } from "../../../../src/apprepo/doctor/looked.ts";
import type { HarborWebhook } from "../../../../src/apprepo/harbor/webhooks.ts";
import type { RepositorySeen, Seen } from "../../../../src/apprepo/doctor/seen.ts";
import {
  account,
  ago,
  controllerPod,
  delivery,
  endWith,
  failedEnd,
  healthy,
  hook,
  hookAccount,
  hostCertificate,
  minutes,
  now,
  receiver,
  registry,
  release,
  repository,
  type RepositoryParts,
  run,
  schedule,
  webhook,
} from "./healthy.ts";

const root = new URL("../../../..", import.meta.url);

function withRepository(parts: RepositoryParts): Partial<Seen> {
  return { repositories: seen([repository(parts)]) };
}

function withWebhook(more: Partial<HarborWebhook>): Partial<Seen> {
  return { registry: seen({ ...registry, webhooks: [{ ...webhook, ...more }] }) };
}

function running(more = {}): RepositoryParts["runs"] {
  const { endedAt: _, ...rest } = run({ phase: "running", isScheduled: false });
  return [{ ...rest, ...more }];
}

function pod(reason: string): RepositorySeen["pod"] {
  return {
    repository: { namespace: "team-a", name: "my-repo" },
    name: "pod",
    namespace: "kubeapps",
    job: "job",
    createdAt: ago(3),
    restarts: 1,
    isRunning: false,
    hasLog: true,
    hasPrevious: false,
    trouble: { reason, message: "as the node says" },
  };
}

const other = {
  ...release,
  namespace: "other",
  controller: { ...release.controller, namespace: "other" },
};

/** Where a receiver was before. */
const elsewhere = { namespace: "old", name: "receiver" };

/** What is wrong and what is said of it; the other checks must be silent about it. */
const rows: readonly (readonly [
  id: string,
  what: string,
  change: Partial<Seen>,
  severity: "error" | "warning",
  said: RegExp,
])[] = [
  ["ARD101", "a server that is away", { server: unseen("connection refused") }, "error", /refused/],
  ["ARD103", "no CRD", { resource: seen({ isServed: false }) }, "error", /not served/],
  [
    "ARD103",
    "a CRD without the counter",
    { resource: seen({ isServed: true, hasCounter: false }) },
    "error",
    /resyncRequests/,
  ],
  [
    "ARD104",
    "a clock that is behind",
    { server: seen({ major: 1, minor: 34, version: "v1.34.1", time: now + 61_000 }) },
    "warning",
    /61 s behind/,
  ],
  [
    "ARD105",
    "Kubernetes 1.29",
    { server: seen({ major: 1, minor: 29, version: "v1.29.0", time: now }) },
    "warning",
    /older than 1\.30/,
  ],
  [
    "ARD105",
    "Kubernetes 1.22",
    { server: seen({ major: 1, minor: 22, version: "v1.22.0", time: now }) },
    "warning",
    /older than 1\.24/,
  ],
  [
    "ARD201",
    "two plugins",
    { program: { version: "v0.1.0", paths: ["/a/kubectl-apprepo", "/b/kubectl-apprepo"] } },
    "warning",
    /rm \/b\/kubectl-apprepo/,
  ],
  [
    "ARD202",
    "a completer of something else",
    {
      program: {
        version: "v0.1.0",
        paths: [],
        completer: {
          path: "/a/kubectl_complete-apprepo",
          program: "kubectl-apprepo",
          state: "other",
        },
      },
    },
    "warning",
    /remove \/a\/kubectl_complete-apprepo first/,
  ],
  [
    "ARD203",
    "two kubeconfigs with one context",
    {
      program: {
        version: "v0.1.0",
        paths: [],
        contexts: [
          { path: "/a", name: "prod", cluster: "one", user: "u" },
          { path: "/b", name: "prod", cluster: "two", user: "u" },
        ],
      },
    },
    "warning",
    /\/b: cluster two/,
  ],
  [
    "ARD301",
    "a controller that is scaled to 0",
    {
      releases: seen([{ ...release, controller: { ...release.controller, wanted: 0, ready: 0 } }]),
    },
    "error",
    /kubectl scale deployment\/controller -n kubeapps --replicas=1/,
  ],
  [
    "ARD301",
    "a controller without its labels",
    {
      releases: seen([{ ...release, controller: undefined }]),
      strays: [{ namespace: "kubeapps", name: "x-apprepository-controller", labels: {} }],
    },
    "error",
    /kubectl label deployment x-apprepository-controller -n kubeapps --overwrite /,
  ],
  [
    "ARD301",
    "no controller at all",
    { releases: seen([{ ...release, controller: undefined }]) },
    "error",
    /no Deployment has the labels/,
  ],
  [
    "ARD301",
    "a controller that is not ready",
    { releases: seen([{ ...release, controller: { ...release.controller, ready: 0 } }]) },
    "error",
    /0 of 1 replicas/,
  ],
  [
    "ARD302",
    "an old Kubeapps",
    { releases: seen([{ ...release, version: "2.0.1" }]) },
    "warning",
    /Kubeapps 2\.0\.1/,
  ],
  [
    "ARD302",
    "a Kubeapps without a version",
    { releases: seen([{ ...release, version: undefined }]) },
    "warning",
    /is unknown/,
  ],
  [
    "ARD303",
    "a controller that makes its Jobs elsewhere",
    {
      releases: seen([{ ...release, controller: { ...release.controller, namespace: "jobs" } }]),
    },
    "warning",
    /makes its Jobs in jobs/,
  ],
  [
    "ARD304",
    "a controller that crashes",
    { controllerPods: seen([{ ...controllerPod, restarts: 7, waiting: "CrashLoopBackOff" }]) },
    "error",
    /--previous/,
  ],
  [
    "ARD304",
    "a controller that crashed",
    { controllerPods: seen([{ ...controllerPod, restarts: 7 }]) },
    "warning",
    /restarted 7 times/,
  ],
  [
    "ARD305",
    "an image of Bitnami's",
    {
      controllerPods: seen([{
        ...controllerPod,
        images: ["docker.io/bitnami/kubeapps-apprepository-controller:2.12.1"],
      }]),
    },
    "warning",
    /bitnamilegacy/,
  ],
  [
    "ARD305",
    "an image that can't be pulled",
    { controllerPods: seen([{ ...controllerPod, waiting: "ImagePullBackOff" }]) },
    "error",
    /ImagePullBackOff/,
  ],
  [
    "ARD306",
    "a database that is away",
    withRepository({
      more: { end: failedEnd("dial tcp 10.0.0.1:5432: connect: connection refused") },
    }),
    "error",
    /postgresql/,
  ],
  [
    "ARD307",
    "an OCI repository without charts",
    withRepository({
      runs: [run({ phase: "failed" })],
      spec: { type: "oci", url: "oci://registry.example.com/charts" },
      more: { end: failedEnd("VAC index not available and OCI-Catalog client is nil") },
    }),
    "error",
    /"ociRepositories":\["CHART"\]/,
  ],
  [
    "ARD308",
    "two Kubeapps",
    { releases: seen([release, other]) },
    "warning",
    /-n other --replicas=0/,
  ],
  [
    "ARD309",
    "a quota",
    withRepository({
      runs: running({ phase: "waiting" }),
      more: { createFailure: "FailedCreate: exceeded quota: none" },
    }),
    "error",
    /exceeded quota/,
  ],
  [
    "ARD401",
    "one that was never synced",
    withRepository({
      runs: [],
      schedules: [schedule({ lastScheduledAt: undefined, lastSuccessAt: undefined })],
    }),
    "error",
    /never synced/,
  ],
  [
    "ARD402",
    "a sync that failed",
    withRepository({
      runs: [run({ phase: "failed" })],
      more: { end: failedEnd("get request to [https://x] failed due to status [401]") },
    }),
    "error",
    /refuses the credentials/,
  ],
  [
    "ARD403",
    "a success that is old",
    withRepository({ runs: [], schedules: [schedule({ lastSuccessAt: ago(45) })] }),
    "warning",
    /45 minutes ago/,
  ],
  [
    "ARD404",
    "a sync that does not end",
    withRepository({ runs: running({ startedAt: ago(40) }) }),
    "warning",
    /for 40 minutes/,
  ],
  [
    "ARD405",
    "a crash loop",
    withRepository({ runs: running({ failedPods: 1 }), more: { pod: pod("CrashLoopBackOff") } }),
    "error",
    /CrashLoopBackOff/,
  ],
  [
    "ARD405",
    "an image that is not there",
    withRepository({ runs: running(), more: { pod: pod("ImagePullBackOff") } }),
    "error",
    /can't be pulled/,
  ],
  [
    "ARD406",
    "a CronJob that was deleted",
    withRepository({ schedules: [] }),
    "error",
    /no CronJob/,
  ],
  [
    "ARD406",
    "a CronJob that is suspended",
    withRepository({ schedules: [schedule({ isSuspended: true })] }),
    "error",
    /"suspend":false/,
  ],
  [
    "ARD406",
    "an interval that is none",
    withRepository({ spec: { interval: "ten minutes" } }),
    "warning",
    /ten minutes/,
  ],
  [
    "ARD407",
    "a name that is too long",
    withRepository({ name: "n".repeat(64), runs: [], schedules: [] }),
    "error",
    /64 characters/,
  ],
  [
    "ARD408",
    "names that make one",
    {
      repositories: seen([
        repository({ namespace: "a", name: "b-sync-c" }),
        repository({ namespace: "a-sync-b", name: "c" }),
      ]),
    },
    "error",
    /share one schedule/,
  ],
  [
    "ARD409",
    "a Secret that is missing",
    withRepository({
      more: {
        secrets: seen([{ use: "authorization", name: "login", key: "header", state: "missing" }]),
      },
    }),
    "error",
    /create secret generic login -n team-a/,
  ],
  [
    "ARD409",
    "a Secret whose name a shell would run",
    withRepository({
      more: { secrets: seen([{ use: "registry", name: "a;id", state: "missing" }]) },
    }),
    "error",
    /docker-registry 'a;id' -n/,
  ],
  [
    "ARD409",
    "a key that is missing",
    withRepository({
      more: { secrets: seen([{ use: "ca", name: "ca", key: "ca.crt", state: "key missing" }]) },
    }),
    "error",
    /--from-file=ca\.crt=/,
  ],
  [
    "ARD410",
    "a CA that has expired",
    withRepository({
      more: { secrets: seen([{ use: "ca", name: "ca", key: "ca.crt", state: "expired" }]) },
    }),
    "error",
    /no certificate in key ca\.crt/,
  ],
  [
    "ARD410",
    "a certificate that is not checked",
    withRepository({ spec: { tlsInsecureSkipVerify: true } }),
    "warning",
    /"tlsInsecureSkipVerify":false/,
  ],
  [
    "ARD411",
    "a URL with the index",
    withRepository({ spec: { url: "https://charts.example.com/index.yaml" } }),
    "error",
    /"url":"https:\/\/charts\.example\.com"/,
  ],
  [
    "ARD411",
    "a URL that a shell would run",
    withRepository({ spec: { url: "http://a/';id;'/index.yaml" } }),
    "error",
    /-p '\{"spec":\{"url":"http:\/\/a\/'\\\\'';id;'\\\\''"\}\}'/,
  ],
  [
    "ARD411",
    "a URL without a scheme",
    withRepository({ spec: { url: "charts.example.com" } }),
    "error",
    /https:\/\/charts\.example\.com/,
  ],
  [
    "ARD411",
    "a URL that is not encrypted",
    withRepository({ spec: { url: "http://charts.example.com" } }),
    "warning",
    /not encrypted/,
  ],
  [
    "ARD411",
    "a URL with a password",
    withRepository({ spec: { url: "https://u:hunter2@charts.example.com" } }),
    "warning",
    /has a password/,
  ],
  [
    "ARD412",
    "a filter that can't be read",
    withRepository({
      runs: [run({ phase: "failed" })],
      spec: { filterRule: { jq: "nonsense(" } },
      more: { end: failedEnd("jq: parse error") },
    }),
    "error",
    /nonsense\(/,
  ],
  [
    "ARD413",
    "a sync that left charts out",
    withRepository({
      more: {
        end: endWith({
          outcome: "partly-synced",
          message: "1 chart failed",
          failedCharts: ["redis"],
        }),
      },
    }),
    "error",
    /redis/,
  ],
  [
    "ARD416",
    "a deletion that hangs",
    withRepository({
      metadata: {
        deletionTimestamp: "2026-11-26T00:00:00Z",
        finalizers: ["apprepositories.kubeapps.com/apprepo-cleanup-finalizer"],
      },
    }),
    "error",
    /"finalizers":null/,
  ],
  [
    "ARD417",
    "a counter below zero",
    withRepository({ spec: { resyncRequests: -1 } }),
    "error",
    /"resyncRequests":1/,
  ],
  ["ARD501", "no right to refresh", { ownRules: seen([]) }, "warning", /rolebinding/],
  [
    "ARD502",
    "an account that may not refresh",
    {
      asked: seen({
        account: { namespace: "ci", name: "sender" },
        refused: [{ namespace: "team-a", name: "my-repo" }],
      }),
    },
    "error",
    /kubectl apprepo grant my-repo --serviceaccount ci:sender --to-namespace team-a/,
  ],
  [
    "ARD601",
    "a receiver that is scaled to 0",
    { receivers: seen([{ ...receiver, wanted: 0, ready: 0 }]) },
    "error",
    /--replicas=2/,
  ],
  [
    "ARD601",
    "a receiver of another version",
    { receivers: seen([{ ...receiver, images: ["x/kubectl-apprepo:v0.0.9"] }]) },
    "warning",
    /v0\.0\.9/,
  ],
  [
    "ARD602",
    "a way that ends in the dashboard",
    {
      entrance: seen({
        baseUrl: "https://kubeapps.example.com",
        foundIn: "ingress.networking.k8s.io/kubeapps",
        namespace: "kubeapps",
        receiver: false,
        version: "2.12.1",
      }),
    },
    "error",
    /serve --manifests --host kubeapps\.example\.com/,
  ],
  [
    "ARD603",
    "a certificate that expires soon",
    { hostCertificates: seen([{ ...hostCertificate, expiresAt: now + minutes(60 * 24 * 3) }]) },
    "warning",
    /expires in 3 days/,
  ],
  [
    "ARD603",
    "a certificate that has expired",
    { hostCertificates: seen([{ ...hostCertificate, expiresAt: ago(120) }]) },
    "error",
    /expired 2 hours ago/,
  ],
  [
    "ARD607",
    "a page instead of the endpoint",
    {
      anonymous: seen({
        url: "https://kubeapps.example.com/x",
        fault: { message: "301 to the same path with a slash", advice: "" },
      }),
    },
    "error",
    /301 to the same path/,
  ],
  [
    "ARD604",
    "two tokens",
    { accounts: seen([{ ...account, tokens: ["new", "old"] }]) },
    "warning",
    /token -n team-a --drop-old/,
  ],
  [
    "ARD605",
    "no lock",
    { accounts: seen([{ ...account, lock: "missing" }]) },
    "warning",
    /kubectl apprepo grant -n team-a/,
  ],
  [
    "ARD605",
    "no lock of an account that reaches two by name",
    { accounts: seen([{ ...account, lock: "missing", reach: ["one", "two"] }]) },
    "warning",
    /kubectl apprepo grant one two -n team-a"/,
  ],
  [
    "ARD605",
    "no lock of an account whose role can't be read",
    { accounts: seen([{ ...account, lock: "missing", reach: undefined }]) },
    "warning",
    /"fix":\[\{"note":"grant again as it was granted, with the same names: -n team-a"\}\]/,
  ],
  [
    "ARD605",
    "a lock that was changed",
    { accounts: seen([{ ...account, lock: "changed" }]) },
    "warning",
    /was changed/,
  ],
  [
    "ARD605",
    "a user without a lock",
    { outsiders: [{ grantee: { user: "gha:x" }, lock: "missing" }] },
    "warning",
    /User "gha:x" has no lock.*with the same names: --user 'gha:x'/,
  ],
  [
    "ARD606",
    "more rights",
    { accounts: seen([{ ...account, beyond: ["delete pods"] }]) },
    "warning",
    /it may delete pods/,
  ],
  [
    "ARD604",
    "a hook's account with a lasting token",
    { accounts: seen([{ ...hookAccount, tokens: ["apprepo-hook-ghcr-token"] }]) },
    "warning",
    /kubectl delete secret apprepo-hook-ghcr-token -n team-a/,
  ],
  [
    "ARD605",
    "a hook's account without a lock",
    { accounts: seen([{ ...hookAccount, lock: "missing" }]) },
    "warning",
    /kubectl apprepo hook create ghcr -n team-a --from github --repository my-repo"/,
  ],
  [
    "ARD608",
    "a hook that is lent to nobody",
    { hooks: seen([{ ...hook, lentTo: [] }]) },
    "error",
    /lent to nobody.*hook create ghcr -n team-a --from github --repository my-repo --receiver kubeapps:kubectl-apprepo"/,
  ],
  [
    "ARD608",
    "a hook that is lent to somebody else, of a sender that can't be seen",
    { hooks: seen([{ ...hook, lentTo: [elsewhere], secret: undefined }]) },
    "error",
    /lent to old\/receiver, which takes no hooks.*run as kubeapps\/kubectl-apprepo.*--from SENDER --repository NAME --receiver kubeapps:kubectl-apprepo"/,
  ],
  [
    "ARD608",
    "a hook that is lent to nobody, where several receivers take hooks",
    {
      hooks: seen([{ ...hook, lentTo: [] }]),
      receivers: seen([receiver, { ...receiver, namespace: "b", hooksAs: elsewhere }]),
    },
    "error",
    /run as kubeapps\/kubectl-apprepo, old\/receiver.*--repository my-repo --receiver NAMESPACE:NAME"/,
  ],
  [
    "ARD608",
    "a hook that is lent to somebody else as well",
    { hooks: seen([{ ...hook, lentTo: [elsewhere, receiver.hooksAs] }]) },
    "warning",
    /old\/receiver as well.*patch rolebinding apprepo-hook-ghcr -n team-a --type=merge -p '\{"subjects":\[\{"kind":"ServiceAccount","namespace":"kubeapps","name":"kubectl-apprepo"\}\]\}'/,
  ],
  [
    "ARD608",
    "hooks, and a receiver that takes none",
    { receivers: seen([{ ...receiver, hooksAs: undefined }]), strayRights: undefined },
    "error",
    /no receiver takes hooks.*serve --manifests --hooks --host kubeapps\.example\.com \| kubectl apply -n kubeapps -f -[^{]*\}\]/,
  ],
  [
    "ARD608",
    "hooks that were lent to a receiver of another name, which is gone",
    {
      hooks: seen([{ ...hook, lentTo: [elsewhere] }]),
      receivers: seen([]),
      strayRights: undefined,
    },
    "warning",
    /no receiver in the cluster.*runs elsewhere.*kubectl apply -n old -f -.*hook create ghcr -n team-a --from github --repository my-repo --receiver old:kubectl-apprepo"/,
  ],
  [
    "ARD609",
    "a hook whose account may refresh nothing",
    { hooks: seen([{ ...hook, granted: undefined }]) },
    "error",
    /may refresh nothing.*hook create ghcr -n team-a --from github --repository my-repo"/,
  ],
  [
    "ARD609",
    "a hook whose account is gone",
    { hooks: seen([{ ...hook, granted: { ...hook.granted, isThere: false } }]) },
    "error",
    /account of hook team-a\/ghcr is missing.*no ServiceAccount apprepo-hook-ghcr.*hook create ghcr -n team-a --from github --repository my-repo"/,
  ],
  [
    "ARD609",
    "a hook whose account may refresh something else",
    { hooks: seen([{ ...hook, granted: { ...hook.granted, reach: ["other"] } }]) },
    "error",
    /may not refresh my-repo.*hook create ghcr -n team-a --from github --repository my-repo"/,
  ],
  [
    "ARD609",
    "a hook whose Role is gone, of a sender that can't be seen",
    { hooks: seen([{ ...hook, secret: undefined, granted: { ...hook.granted, reach: [] } }]) },
    "error",
    /may not refresh anything.*--from SENDER --repository NAME"/,
  ],
  [
    "ARD609",
    "a hook without its Secret",
    { hooks: seen([{ ...hook, secret: { kind: "missing" } }]) },
    "error",
    /Secret of hook team-a\/ghcr is missing.*--from SENDER --repository NAME"/,
  ],
  [
    "ARD609",
    "a hook whose Secret is broken",
    { hooks: seen([{ ...hook, secret: { kind: "broken", fault: "keys are missing" } }]) },
    "error",
    /keys are missing.*hook delete ghcr -n team-a"/,
  ],
  [
    "ARD609",
    "a hook whose AppRepository is gone",
    { hooks: seen([{ ...hook, secret: { ...hook.secret, lost: ["my-repo"] } }]) },
    "error",
    /refreshes my-repo, which is not there.*hook delete ghcr -n team-a"/,
  ],
  [
    "ARD609",
    "a hook one of whose AppRepositories is gone",
    {
      hooks: seen([{
        ...hook,
        granted: { ...hook.granted, reach: ["my-repo", "old"] },
        secret: {
          ...hook.secret,
          asked: { ...hook.secret.asked, repositories: ["my-repo", "old"] },
          lost: ["old"],
        },
      }]),
    },
    "warning",
    /refreshes old, which is not there.*--from github --repository my-repo"/,
  ],
  [
    "ARD610",
    "a ClusterRoleBinding of the receiver's account",
    {
      strayRights: seen([{
        account: receiver.hooksAs,
        binding: { kind: "ClusterRoleBinding", name: "all" },
        gives: 'ClusterRole "cluster-admin"',
        isOfHook: false,
        isShared: false,
      }]),
    },
    "warning",
    /ClusterRoleBinding all gives it ClusterRole "cluster-admin".*kubectl delete clusterrolebinding\/all"/,
  ],
  [
    "ARD610",
    "a RoleBinding whose name a shell would run",
    {
      strayRights: seen([{
        account: receiver.hooksAs,
        binding: { kind: "RoleBinding", namespace: "team-a", name: "x; touch $(id) '#" },
        gives: 'Role "many"',
        isOfHook: false,
        isShared: false,
      }]),
    },
    "warning",
    /kubectl delete 'rolebinding\/x; touch \$\(id\) '\\\\''#' -n team-a"/,
  ],
  [
    "ARD610",
    "a RoleBinding of the receiver's account and of others",
    {
      strayRights: seen([{
        account: receiver.hooksAs,
        binding: { kind: "RoleBinding", namespace: "team-a", name: "many" },
        gives: 'Role "many"',
        isOfHook: false,
        isShared: true,
      }]),
    },
    "warning",
    /RoleBinding many in namespace team-a gives it Role "many".*kubectl edit rolebinding\/many -n team-a"/,
  ],
  [
    "ARD610",
    "a hook's Role that gives more than a hook takes",
    {
      strayRights: seen([{
        account: receiver.hooksAs,
        binding: { kind: "RoleBinding", namespace: "team-a", name: "apprepo-hook-ghcr" },
        gives: "list secrets",
        isOfHook: true,
        isShared: false,
      }]),
    },
    "warning",
    /gives list secrets, which no hook takes.*patch role\/apprepo-hook-ghcr -n team-a .*"verbs":\["create"\]/,
  ],
  [
    "ARD701",
    "webhooks that are switched off",
    { harbor: seen({ address: registry.address, isSending: false }) },
    "error",
    /notification_enable is false/,
  ],
  [
    "ARD702",
    "no webhook",
    { registry: seen({ ...registry, webhooks: [] }) },
    "error",
    /harbor apply my-repo -n team-a --harbor-url https:\/\/harbor\.example\.com --project charts --base-url https:\/\/kubeapps\.example\.com"/,
  ],
  [
    "ARD702",
    "a webhook that is disabled, with a token that nobody keeps",
    withWebhook({ enabled: false, token: "other", deliveries: [] }),
    "error",
    /it is disabled.*none of the tokens that grant keeps.*--policy team-a-my-repo-1a2b3c4d/,
  ],
  [
    "ARD702",
    "a token without the word before it",
    withWebhook({ token: "bare" }),
    "error",
    /has no Bearer before the token/,
  ],
  [
    "ARD702",
    "an address that Harbor can't call",
    withWebhook({ isCallable: false, url: " https://kubeapps.example.com/x" }),
    "error",
    /Harbor can't call .*" https:.*harbor apply my-repo /,
  ],
  [
    "ARD702",
    "a webhook of other events, whose name a shell would run",
    withWebhook({ events: ["PULL_ARTIFACT"], name: "a; touch x" }),
    "error",
    /its events are PULL_ARTIFACT.*--policy 'a; touch x'/,
  ],
  [
    "ARD702",
    "a webhook with another host, an old token and any certificate",
    withWebhook({
      url: webhook.url.replace("kubeapps.", "old."),
      token: "old",
      skipCertVerify: true,
      events: ["PUSH_ARTIFACT"],
    }),
    "warning",
    /come in at https:\/\/kubeapps\.example\.com.*was replaced.*any certificate.*deletions/,
  ],
  [
    "ARD702",
    "an address that is not the one that was found",
    {
      registry: seen({
        ...registry,
        baseUrl: undefined,
        webhooks: [{ ...webhook, url: webhook.url.replace("kubeapps.", "old."), deliveries: [] }],
      }),
    },
    "warning",
    /its URL is https:\/\/old\.\S+, and webhooks come in at https:\/\/kubeapps\.example\.com.*it may work/,
  ],
  [
    "ARD703",
    "a delivery that failed",
    withWebhook({
      deliveries: [delivery({ result: "failed", attempts: 3, reason: "401: Unauthorized" })],
    }),
    "error",
    /PUSH_ARTIFACT of charts\/nginx:1\.2\.3, attempt 3.*401: Unauthorized.*webhook-url my-repo -n team-a --check --base-url https:\/\/kubeapps\.example\.com/,
  ],
  [
    "ARD703",
    "a delivery that failed, of a webhook with other targets",
    withWebhook({ otherTargets: 1, deliveries: [delivery({ result: "failed" })] }),
    "warning",
    /it may have been for one of them/,
  ],
  [
    "ARD703",
    "a success that was none",
    withWebhook({ deliveries: [delivery({ result: "not-refreshed", reason: "a redirect" })] }),
    "error",
    /refreshed nothing, though Harbor calls it a success/,
  ],
  [
    "ARD703",
    "a delivery that is tried again",
    withWebhook({ deliveries: [delivery({ result: "retrying", reason: "EOF" })] }),
    "warning",
    /has failed, and is tried again/,
  ],
  [
    "ARD704",
    "a repository of another project",
    withRepository({ spec: { url: "oci://harbor.example.com/other", type: "oci" } }),
    "warning",
    /spec\.url is oci:\/\/harbor\.example\.com\/other; the project's begin with oci:\/\/harbor\.example\.com\/charts/,
  ],
  [
    "ARD705",
    "two webhooks",
    { registry: seen({ ...registry, webhooks: [{ ...webhook, name: "newer" }, webhook] }) },
    "warning",
    /team-a-my-repo-1a2b3c4d is the oldest; newer came after it.*harbor delete my-repo .*--policy newer/,
  ],
  [
    "ARD705",
    "two targets of one webhook",
    { registry: seen({ ...registry, webhooks: [webhook, webhook] }) },
    "warning",
    /has more than one target that leads to it.*harbor apply my-repo /,
  ],
];

Deno.test("in a healthy cluster no check finds anything, and each knows", () => {
  for (const { check, state } of examine(allChecks, healthy)) {
    // Nothing has failed there.
    if (check.id !== "ARD306") assert.equal(state, "ok", check.id);
  }
});

for (const [id, what, change, severity, said] of rows) {
  Deno.test(`${id} finds ${what}, and nothing else does`, () => {
    // What is changed there need not be of Harbor's project any more.
    const before = id.startsWith("ARD7")
      ? healthy
      : { ...healthy, harbor: undefined, registry: undefined };
    const results = examine(allChecks, { ...before, ...change });
    const bad = results.filter(({ findings }) => findings.length > 0);
    assert.deepEqual(bad.map(({ check }) => check.id), [id]);
    const [{ state, findings }] = bad as [typeof bad[number]];
    assert.equal(state, severity);
    const text = JSON.stringify(findings).replaceAll('\\"', '"');
    assert.match(text, said);
    assert.doesNotMatch(text, /hunter2|undefined/);
    for (const { title, why, fix, seen } of findings) {
      assert.ok(title && why && fix.length > 0 && seen.length > 0, "a finding without its parts");
      assert.ok(fix.every(({ command, note }) => command || note));
    }
  });
}

Deno.test("every check has a row here that it finds, and a page, and every page a check", async () => {
  const ids = allChecks.map(({ id }) => id);
  const tested = new Set([...rows.map(([id]) => id), "ARD102"]);
  assert.deepEqual([...tested].sort(), ids);
  const pages = await Array.fromAsync(Deno.readDir(new URL("docs/doctor", root)));
  assert.deepEqual(pages.map(({ name }) => name).sort(), ids.map((id) => `${id}.md`));
  for (const { id, title } of allChecks) {
    const text = await Deno.readTextFile(new URL(`docs/doctor/${id}.md`, root));
    assert.equal(text.split("\n")[0]?.toLowerCase(), `# ${id}: ${title}`.toLowerCase());
  }
});

Deno.test("what could not be looked at is unknown, with the reason, and never ok", () => {
  const why = "You lack the right to list x.";
  const away = unseen(why);
  const looks: readonly (readonly [keyof Seen, readonly string[]])[] = [
    ["resource", ["ARD102", "ARD103"]],
    ["releases", ["ARD102", "ARD301", "ARD302", "ARD303", "ARD308"]],
    ["controllerPods", ["ARD102", "ARD304", "ARD305"]],
    ["accounts", ["ARD102", "ARD604", "ARD605", "ARD606"]],
    ["receivers", ["ARD102", "ARD601"]],
    ["ownRules", ["ARD501"]],
    ["hostCertificates", ["ARD603"]],
    ["harbor", ["ARD701"]],
    ["registry", ["ARD702", "ARD703", "ARD704", "ARD705"]],
  ];
  for (const [what, ids] of looks) {
    const results = examine(allChecks, { ...healthy, [what]: away });
    const unknown = results.filter(({ state }) => state === "unknown");
    assert.deepEqual(unknown.map(({ check }) => check.id), ids, what);
    assert.ok(unknown.every((one) => one.why === why));
  }
  const results = examine(allChecks, { ...healthy, repositories: away });
  const ofRepositories = results.filter(({ check }) => check.category === "repository");
  assert.ok(ofRepositories.every(({ state }) => state === "unknown"));
});

Deno.test("who may not look at hooks is told so, and nothing is called broken", () => {
  const why = "You lack the right to list secrets there.";
  const statesOf = (change: Partial<Seen>) =>
    examine(allChecks, { ...healthy, ...change }).filter(({ check }) =>
      /^ARD6(08|09|10)$/.test(check.id)
    )
      .map(({ state }) => state);
  assert.deepEqual(statesOf({ hooks: unseen(why) }), ["skipped", "skipped", "ok"]);
  assert.deepEqual(statesOf({ hooks: seen([{ ...hook, secret: undefined }]) }), [
    "ok",
    "skipped",
    "ok",
  ]);
  assert.deepEqual(statesOf({ receivers: unseen(why) }), ["skipped", "ok", "ok"]);
  assert.deepEqual(statesOf({ strayRights: unseen(why) }), ["ok", "ok", "skipped"]);
  assert.deepEqual(statesOf({ hooks: seen([]), strayRights: undefined }), [
    "skipped",
    "skipped",
    "skipped",
  ]);
});

Deno.test("ARD413 does not know without the right to read logs, and lets a lost log be", () => {
  const stateOf = (note: string) => {
    const end = endWith({ outcome: "completed", note });
    const results = examine(allChecks, { ...healthy, ...withRepository({ more: { end } }) });
    return results.find(({ check }) => check.id === "ARD413")?.state;
  };
  assert.equal(stateOf("You lack the right to get pods/log in namespace kubeapps."), "unknown");
  assert.equal(stateOf("The Pod of Job x is gone, and its log with it."), "ok");
});

Deno.test("where the API server is away, all else is skipped and says so", () => {
  const results = examine(allChecks, { ...healthy, server: unseen("connection refused") });
  for (const { check, state, why } of results) {
    if (check.id === "ARD101") assert.equal(state, "error");
    else if (check.category !== "plugin") {
      assert.equal(state, "skipped");
      assert.match(why ?? "", /^ARD101: /);
    }
  }
});

Deno.test("webhooks that share the work, a disabled one beside another, and those of other clusters are well", () => {
  const { leadsTo } = webhook;
  const other = { ...webhook, name: "other", token: "other" as const };
  const sets = [
    [{ ...webhook, events: ["PUSH_ARTIFACT"] }, { ...webhook, events: ["DELETE_ARTIFACT"] }],
    [webhook, { ...other, enabled: false }],
    [webhook, { ...other, leadsTo: { ...leadsTo, cluster: "eu" } }],
    // Of another Kubeapps, whose cluster is called the same.
    [webhook, { ...webhook, name: "prod", url: webhook.url.replace("kubeapps.", "prod.") }],
    // A token that is kept elsewhere, and does its work.
    [{ ...webhook, token: "other" as const }],
  ];
  for (const webhooks of sets) {
    const there = { ...registry, baseUrl: undefined, webhooks };
    const results = examine(allChecks, { ...healthy, registry: seen(there) });
    assert.deepEqual(results.filter(({ findings }) => findings.length > 0), []);
  }
});
