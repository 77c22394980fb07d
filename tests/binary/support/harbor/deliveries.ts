// What becomes of events: Harbor's job service, quicker than it is.

import { HarborLikeSender } from "../harbor_sender.ts";
import type { StoredPolicy } from "./policies.ts";

export interface StoredExecution {
  id: number;
  policy: number;
  status: "Running" | "Success" | "Error";
  start_time: string;
  extra_attrs: { event_type: string; payload: string };
  /** Undefined where the job service was away. */
  task?: {
    id: number;
    status: "Running" | "Success" | "Error";
    run_count: number;
    end_time?: string;
  };
  vendor_type: string;
  log: string;
}

export interface Event {
  readonly type: string;
  /** `charts/nginx` */
  readonly repository: string;
  readonly tag: string;
}

/** As a real one was recorded. */
export function payloadOf({ type, repository, tag }: Event, at: number): unknown {
  const [namespace = "", ...rest] = repository.split("/");
  const digest = `sha256:${"2775b4".repeat(10)}9d57`;
  return {
    type,
    occur_at: Math.floor(at / 1_000),
    operator: "admin",
    event_data: {
      resources: [{ digest, tag, resource_url: `harbor.local:8080/${repository}:${tag}` }],
      repository: {
        date_created: Math.floor(at / 1_000),
        name: rest.join("/"),
        namespace,
        repo_full_name: repository,
        repo_type: "private",
      },
    },
  };
}

/** The form that CloudEvents have at Harbor. */
export function cloudEventOf(event: Event, at: number): unknown {
  const { event_data: { resources, repository }, operator } = payloadOf(event, at) as {
    event_data: { resources: unknown; repository: unknown };
    operator: string;
  };
  return {
    specversion: "1.0",
    id: crypto.randomUUID(),
    source: "/projects/3/webhook/policies/36",
    type: event.type === "DELETE_ARTIFACT" ? "harbor.artifact.deleted" : "harbor.artifact.pushed",
    datacontenttype: "application/json",
    time: new Date(at).toISOString(),
    data: { resources, repository },
    operator,
  };
}

/** Sends it to one target, and notes in the execution how that goes. */
export async function deliver(
  execution: StoredExecution,
  { address, auth_header: authorization = "" }: StoredPolicy["targets"][number],
  pauses: readonly number[],
): Promise<void> {
  const sender = new HarborLikeSender(address, { authorization, timeout: 30_000, pauses });
  const { id, extra_attrs: { payload } } = execution;
  execution.task = { id, status: "Running", run_count: 1 };
  const ended = (status: "Success" | "Error", attempts: number, log: string) => {
    execution.log = logOf(payload, status, log, attempts > 1);
    execution.task = { id, status, run_count: attempts, end_time: new Date().toISOString() };
    execution.status = status;
  };
  // Until the next attempt, all is as after the last one.
  const failed = (attempt: number, log: string) => ended("Error", attempt, log);
  const { status, attempts, log } = await sender.deliver(JSON.parse(payload), failed);
  ended(status, attempts, log);
}

function logOf(payload: string, status: string, log: string, isOver: boolean): string {
  const line = (text: string) =>
    `2026-11-27T03:00:00Z [INFO] [/pkg/notification/job.go:1]: ${text}\n`;
  const reason = log.replace(/^exit webhook job, error: /, "");
  return [
    line("start to run webhook job"),
    line(`send request to remote endpoint, body: ${payload}`),
    line(
      status === "Success" ? "success to run webhook job" : `exit webhook job, error: ${reason}`,
    ),
    // Of an attempt before it, whose log was longer.
    isOver ? "bnormal response code: 503, body: busy\n" : "",
  ].join("");
}
