/** What Prometheus is told. No label's value comes from a caller. */

import type { SenderName } from "../apprepo/hook/senders.ts";
import type { Verdict } from "./hooks/verdict.ts";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

const prefix = "apprepo_receiver_";
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5];

export interface MetricsSources {
  readonly version: string;
  /** Of the process, in seconds since the epoch. */
  readonly startedAt: number;
  /** Asked whenever somebody reads the metrics. */
  readonly live: {
    residentBytes(): number;
    inFlight(): number;
    connections(): number;
  };
}

export class Metrics {
  readonly #registry = new Registry();
  readonly #registers = { registers: [this.#registry] };
  readonly #requests = new Counter({
    name: `${prefix}requests_total`,
    help: "Requests answered, by status code.",
    labelNames: ["code"],
    ...this.#registers,
  });
  readonly #duration = new Histogram({
    name: `${prefix}request_duration_seconds`,
    help: "Time from a request's last byte to its answer.",
    buckets: seconds,
    ...this.#registers,
  });
  readonly #refreshes = new Counter({
    name: `${prefix}refreshes_total`,
    help: "Refreshes asked of an API server, by cluster and by the code they came to.",
    labelNames: ["cluster", "code"],
    ...this.#registers,
  });
  readonly #shared = new Counter({
    name: `${prefix}shared_requests_total`,
    help: "Requests that shared another one's refresh.",
    ...this.#registers,
  });
  readonly #ignored = new Counter({
    name: `${prefix}ignored_events_total`,
    help: "Requests that --ignore-events kept from a refresh.",
    ...this.#registers,
  });
  readonly #hooks = new Counter({
    name: `${prefix}hook_requests_total`,
    help: "Requests to hooks, by sender and what became of them.",
    labelNames: ["from", "verdict"],
    ...this.#registers,
  });
  readonly #turnedAway = new Counter({
    name: `${prefix}connections_refused_total`,
    help: "Connections turned away because there were too many.",
    ...this.#registers,
  });
  readonly #api = new Histogram({
    name: `${prefix}api_request_duration_seconds`,
    help: "Time of the API server's answers; code 0 where none came.",
    labelNames: ["cluster", "method", "code"],
    buckets: seconds,
    ...this.#registers,
  });

  constructor({ version, startedAt, live }: MetricsSources) {
    this.#gauge(`${prefix}requests_in_flight`, "Requests being answered.", () => live.inFlight());
    this.#gauge(`${prefix}connections`, "Connections open.", () => live.connections());
    this.#gauge("process_resident_memory_bytes", "Resident memory.", () => live.residentBytes());
    this.#gauge(
      "process_start_time_seconds",
      "Start of the process since the epoch.",
      () => startedAt,
    );
    const build = new Gauge({
      name: "apprepo_build_info",
      help: "1, labelled with the version.",
      labelNames: ["version"],
      ...this.#registers,
    });
    build.set({ version }, 1);
  }

  answered(code: number, ms: number): void {
    this.#requests.inc({ code });
    this.#duration.observe(ms / 1_000);
  }

  refreshed(cluster: string, code: number): void {
    this.#refreshes.inc({ cluster, code });
  }

  shared(): void {
    this.#shared.inc();
  }

  ignored(): void {
    this.#ignored.inc();
  }

  /** @param from undefined where there is no such hook */
  hookAnswered(from: SenderName | undefined, verdict: Verdict): void {
    this.#hooks.inc({ from: from ?? "unknown", verdict });
  }

  turnedAway(): void {
    this.#turnedAway.inc();
  }

  apiAnswered(cluster: string, method: string, code: number | undefined, ms: number): void {
    this.#api.observe({ cluster, method, code: code ?? 0 }, ms / 1_000);
  }

  /** In Prometheus' text format. */
  async text(): Promise<{ readonly text: string; readonly type: string }> {
    return { text: await this.#registry.metrics(), type: this.#registry.contentType };
  }

  #gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      ...this.#registers,
      collect() {
        this.set(value());
      },
    });
  }
}
