/** `serve`: from checked flags to a running receiver, and to its end. */

import { BINARY_NAME, buildInfo } from "../../../about.ts";
import type { Host } from "../../../host.ts";
import type { KubeClient } from "../../../kube/api/client.ts";
import type { ConnectionFlags } from "../../../kube/kubeconfig/connection_flags.ts";
import type { ApiServer } from "../../../receiver/api_server.ts";
import { CallerLimits } from "../../../receiver/limits/caller_limits.ts";
import { CertificateWatch, readCertificate } from "../../../receiver/certificate_files.ts";
import { IgnoredEvents } from "../../../receiver/ignored_events.ts";
import { LogWriter } from "../../../receiver/log_writer.ts";
import { Metrics } from "../../../receiver/metrics.ts";
import { Receiver } from "../../../receiver/receiver.ts";
import { Refreshes } from "../../../receiver/refreshes.ts";
import { messageLine, requestLine } from "../../../receiver/request_log.ts";
import { Serving } from "../../../receiver/serving.ts";
import type { ServeValues } from "./flags.ts";
import { userAgent } from "../../connect.ts";
import type { CommandContext } from "../../context.ts";
import { errorText } from "../../error_text.ts";
import { checkClusters, openClusters } from "./clusters.ts";
import { hookDoor, openLender } from "./hooks.ts";
import { drainReserve, parseServe, type ServeConfig } from "./config.ts";

/** Milliseconds between two looks at the certificate's files. */
const certificateInterval = 1_000;

/** What a running receiver works with. */
interface World {
  readonly host: Host;
  readonly config: ServeConfig;
  /** Milliseconds since the epoch, that never go back. */
  readonly now: () => number;
  readonly log: LogWriter;
  readonly say: (message: string) => void;
}

/** @throws {UsageError} {ConfigError} and where a cluster's connection has credentials of its own */
export async function serve(
  context: CommandContext,
  values: ServeValues,
): Promise<void> {
  const config = parseServe(values);
  const { host, stop } = context;
  const now = () => performance.timeOrigin + performance.now();
  const log = new LogWriter((text) => host.stderr.write(text));
  const say = (message: string) => log.add(messageLine(host.now(), message, config.logFormat));
  try {
    await serveUntilStopped({ host, config, now, log, say }, context, stop);
  } finally {
    log.flush();
  }
}

async function serveUntilStopped(
  world: World,
  context: CommandContext,
  stop: AbortSignal,
): Promise<void> {
  const { host, config, say } = world;
  const live = { connections: () => 0, inFlight: () => 0, residentBytes };
  const startedAt = performance.timeOrigin / 1_000;
  const metrics = new Metrics({ version: buildInfo().version, startedAt, live });
  const observe = metrics.apiAnswered.bind(metrics);
  const clusters = await openClusters(host, config.clusters, {
    now: world.now,
    userAgent: userAgent(),
    observe,
  });
  await checkClusters([...clusters.values()], say);
  const [[cluster, flags]] = [...config.clusters] as [[string, ConnectionFlags]];
  const lender = config.hooksTokenFile === undefined
    ? undefined
    : await openLender(host, flags, config.hooksTokenFile, observe, cluster);
  const receiver = makeReceiver(world, clusters, metrics, lender?.client);
  const certificate = config.certificate && await readCertificate(host.files, config.certificate);
  const serving = new Serving({
    ...config,
    limits: config.connection,
    keepsBodies: config.keepsBodies,
    certificate,
    receiver,
    metrics,
    servers: [...clusters.values(), ...(lender ? [lender.client] : [])],
    say,
  });
  live.connections = () => serving.connections;
  live.inFlight = () => receiver.inFlight;
  const watch = certificate && config.certificate &&
    new CertificateWatch(host.files, config.certificate, certificate, {
      every: certificateInterval,
      changed(pair) {
        serving.replaceCertificate(pair);
        say("the certificate was replaced");
      },
      failed: (error) => say(`the certificate is kept as it was: ${errorText(error)}`),
    });
  announce(world, serving);
  if (lender) say(`hooks are taken as ${lender.user ?? holderOf(config.hooksTokenFile!)}`);
  context.endsItself = true;
  await aborted(stop);
  receiver.drain();
  say("shutting down");
  await host.sleep(config.shutdownDelay);
  await serving.drain(config.answerTime + drainReserve);
  watch?.close();
}

function holderOf(file: string): string {
  return `the holder of ${file}, which is no ServiceAccount's token as far as can be seen`;
}

function makeReceiver(
  { host, config, now, log, say }: World,
  clusters: ReadonlyMap<string, ApiServer>,
  metrics: Metrics,
  lender: KubeClient | undefined,
): Receiver {
  const { window, answerTime, maxInFlight, ignoreEvents } = config;
  const timing = {
    now,
    random: () => host.random(),
    sleep: (ms: number, signal?: AbortSignal) => host.sleep(ms, signal),
  };
  const troubled = (cluster: string, error: unknown) =>
    say(`cluster ${JSON.stringify(cluster)}: ${errorText(error)}`);
  const refreshes = new Refreshes({
    limits: new CallerLimits(config.caller, now),
    window,
    fieldManager: BINARY_NAME,
    timing,
    metrics,
    troubled,
  });
  const [server] = [...clusters.values()] as [ApiServer];
  return new Receiver({
    clusters,
    refreshes,
    hooks: lender &&
      hookDoor(lender, say, { server, refreshes, timing, wallClock: () => host.now(), troubled }),
    answerTime,
    maxInFlight,
    ignored: ignoreEvents.length > 0 ? new IgnoredEvents(ignoreEvents) : undefined,
    now,
    metrics,
    log: (entry) => log.add(requestLine(host.now(), entry, config.logFormat)),
    troubled,
  });
}

/** The address is data: with `--port 0`, nobody else knows it. */
function announce({ host, config, say }: World, serving: Serving): void {
  const scheme = config.certificate ? "https" : "http";
  host.stdout.write(`Starting to serve on ${scheme}://${serving.webhookAddress}\n`);
  host.stdout.write(`Metrics and probes on http://${serving.metricsAddress}\n`);
  const isLoopback = /^(127\.|\[::1\])/.test(serving.webhookAddress);
  if (isLoopback || config.certificate) return;
  say(
    "warning: callers' tokens come over plain HTTP to an address that others can reach; unless something in front speaks TLS, give --tls-cert-file and --tls-private-key-file",
  );
}

function residentBytes(): number {
  return Deno.memoryUsage().rss;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
