// A stand-in for Harbor's API 2.0: projects, webhook policies and what becomes of their deliveries.
// Written from goharbor/harbor's source (src/server/v2.0/handler) and from what a 2.15.2 was seen to do.

import type { Pair } from "../../../../testcluster/certificates.ts";
import {
  cloudEventOf,
  deliver,
  type Event,
  payloadOf,
  type StoredExecution,
} from "./deliveries.ts";
import { HarborFault } from "./fault.ts";
import { checkPolicy, eventTypes, matches, type StoredPolicy } from "./policies.ts";
import { registryAnswer } from "./registry.ts";
import { makeRobot, type Right, type User, userOf } from "./users.ts";

export interface HarborOptions {
  readonly tls?: Pair;
  /** Whether it sends webhooks at all. */
  readonly notification?: boolean;
  readonly authMode?: string;
  /** Before 2.8 there were no payload formats. */
  readonly isOld?: boolean;
  /** Milliseconds before the second and the third attempt; Harbor's are minutes. */
  readonly pauses?: readonly number[];
  /** It can't look into targets. */
  readonly refusesTargets?: boolean;
  /** A proxy in front of it takes X-Total-Count out. */
  readonly isUncounted?: boolean;
}

export interface Request {
  readonly method: string;
  /** Below `/api/v2.0`, with its query. */
  readonly path: string;
}

export class Harbor implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #options: HarborOptions;
  readonly #under: Promise<void>[] = [];
  readonly policies: StoredPolicy[] = [];
  readonly executions: StoredExecution[] = [];
  readonly requests: Request[] = [];
  /** Called between a PUT and its answer: whoever else writes at the same time. */
  afterPut: ((policy: StoredPolicy) => void) | undefined;
  /** Called before a policy is made: somebody who is quicker. */
  beforePost: ((body: Partial<StoredPolicy>) => void) | undefined;
  #ids = 0;

  constructor(options: HarborOptions = {}) {
    this.#options = { pauses: [100, 100], ...options };
    const { tls } = options;
    const at = { hostname: "127.0.0.1", port: 0, onListen() {} };
    const handler = (request: globalThis.Request) => this.#answer(request);
    this.#server = tls
      ? Deno.serve({ ...at, cert: tls.certificate, key: tls.key }, handler)
      : Deno.serve(at, handler);
  }

  get url(): string {
    return `${this.#options.tls ? "https" : "http"}://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Those that changed something. */
  get writes(): Request[] {
    return this.requests.filter(({ method }) => method !== "GET");
  }

  /** Stores a policy as it is. */
  add(policy: Partial<StoredPolicy> & Pick<StoredPolicy, "name">): StoredPolicy {
    const now = new Date().toISOString();
    const stored: StoredPolicy = {
      id: ++this.#ids,
      project_id: 2,
      description: "",
      enabled: true,
      event_types: ["PUSH_ARTIFACT"],
      targets: [{
        type: "http",
        address: "https://elsewhere.example.com",
        skip_cert_verify: false,
      }],
      creator: "admin",
      creation_time: now,
      update_time: now,
      ...policy,
    };
    this.policies.push(stored);
    return stored;
  }

  /** Somebody pushes; returns when every delivery of it has come to its end. */
  async push(event: Event): Promise<void> {
    await Promise.all(this.begin(event));
  }

  /** The same, without waiting. @returns the ends of the deliveries */
  begin(event: Event): Promise<void>[] {
    const at = Date.now();
    const begun = this.policies
      .filter(({ enabled, event_types: types }) => enabled && types.includes(event.type))
      .flatMap((policy) =>
        policy.targets.map((target) => {
          const payload = target.payload_format === "CloudEvents"
            ? cloudEventOf(event, at)
            : payloadOf(event, at);
          return deliver(
            this.execution(policy, event.type, payload),
            target,
            this.#options.pauses!,
          );
        })
      );
    this.#under.push(...begun);
    return begun;
  }

  /** One of which nothing is sent: what is left of an event while the job service is away. */
  execution(
    policy: StoredPolicy,
    type: string,
    payload: unknown,
    at = Date.now(),
  ): StoredExecution {
    const execution: StoredExecution = {
      id: ++this.#ids,
      policy: policy.id,
      vendor_type: "WEBHOOK",
      status: "Running",
      start_time: new Date(at).toISOString(),
      extra_attrs: { event_type: type, payload: JSON.stringify(payload) },
      log: "",
    };
    this.executions.push(execution);
    return execution;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
    await Promise.all(this.#under);
  }

  async #answer(request: globalThis.Request): Promise<Response> {
    const { pathname, search, searchParams } = new URL(request.url);
    if (pathname.startsWith("/v2/")) {
      return await registryAnswer(request, (repository, tag) => {
        this.begin({ type: "PUSH_ARTIFACT", repository, tag });
      });
    }
    const path = pathname.replace(/^\/api\/v2\.0/, "");
    this.requests.push({ method: request.method, path: path + search });
    try {
      const user = userOf(request.headers.get("authorization"));
      if (path === "/systeminfo") return this.#info(user);
      if (!user) throw new HarborFault(401, "UNAUTHORIZED", "unauthorized");
      if (path === "/robots") return await this.#robot(user, request);
      const [, project = "", rest = ""] = /^\/projects\/([^/]+)\/webhook(\/.*)$/.exec(path) ?? [];
      const isName = request.headers.get("x-is-resource-name") === "true";
      const project_ = decodeURIComponent(project);
      // Without the header, digits are the number of a project, and 7 is that of nobody's.
      const isThere = project_ === "charts" || (project_ === "7" && isName);
      const isWrite = request.method === "POST" || request.method === "PUT";
      if (isWrite && request.headers.get("content-type") !== "application/json") {
        throw new HarborFault(415, "UNSUPPORTED_MEDIA_TYPE", "unsupported media type");
      }
      const body = isWrite ? await request.json() : undefined;
      return this.#webhooks({
        user,
        project: project_,
        isThere,
        method: request.method,
        rest,
        query: searchParams,
        body,
      });
    } catch (error) {
      if (!(error instanceof HarborFault)) throw error;
      const { status, code, message } = error;
      return Response.json({ errors: [{ code, message }] }, { status });
    }
  }

  async #robot(user: User, request: globalThis.Request): Promise<Response> {
    if (user.rights.length === 0) throw new HarborFault(403, "FORBIDDEN", "forbidden");
    const robot = makeRobot(await request.json());
    if (!robot) throw new HarborFault(400, "BAD_REQUEST", "bad request permission");
    return Response.json({ id: ++this.#ids, name: robot.name, secret: robot.password }, {
      status: 201,
    });
  }

  #info(user: User | undefined): Response {
    const { notification = true, authMode = "db_auth" } = this.#options;
    const known = { harbor_version: "v2.15.2-stand-in", notification_enable: notification };
    return Response.json({ auth_mode: authMode, ...(user ? known : {}) });
  }

  #webhooks(
    { user, project, isThere, method, rest, query, body }: {
      user: User;
      project: string;
      isThere: boolean;
      method: string;
      rest: string;
      query: URLSearchParams;
      body: Partial<StoredPolicy> | undefined;
    },
  ): Response {
    const [, kind = "", id = "", ...more] = rest.split("/");
    const may = (right: Right) => {
      // A name that is none becomes project 0, on which only system admins have rights; and what
      // webhooks know is the same everywhere.
      if (!isThere && user.isSystemAdmin && kind !== "events") {
        throw new HarborFault(404, "NOT_FOUND", `project ${project} not found`);
      }
      if (user.isSystemAdmin || (isThere && user.rights.includes(right))) return;
      throw new HarborFault(403, "FORBIDDEN", "forbidden");
    };
    if (kind === "events") {
      may("read");
      const formats = [{ notify_type: "http", formats: ["CloudEvents", "Default"] }];
      return Response.json({
        event_type: eventTypes,
        notify_type: ["http", "slack"],
        ...this.#options.isOld ? {} : { payload_formats: formats },
      });
    }
    if (id === "") {
      may(method === "GET" ? "list" : "create");
      return method === "GET" ? this.#list(query) : this.#create(user, body!);
    }
    const policy = this.policies.find((one) => one.id === Number(id));
    may(method === "PUT" ? "update" : method === "DELETE" ? "delete" : "read");
    if (!policy) throw new HarborFault(404, "NOT_FOUND", `notification policy ${id} not found`);
    if (more.length > 0) return this.#deliveries(policy, more, query);
    switch (method) {
      case "PUT":
        return this.#update(policy, body!);
      case "DELETE":
        return this.#delete(policy);
      default:
        return Response.json(policy);
    }
  }

  #list(query: URLSearchParams): Response {
    if (this.#options.refusesTargets && query.get("q")?.startsWith("targets")) {
      throw new HarborFault(500, "UNKNOWN", "internal server error");
    }
    const found = this.policies.filter((one) => matches(one, query.get("q") ?? "")).toReversed();
    const page = paged(found, query);
    if (this.#options.isUncounted) page.headers.delete("x-total-count");
    return page;
  }

  #create(user: User, body: Partial<StoredPolicy>): Response {
    checkPolicy(body);
    this.beforePost?.(body);
    this.#refuseTaken(body.name ?? "");
    const { id } = this.add({
      description: body.description ?? "",
      enabled: body.enabled ?? false,
      event_types: body.event_types!,
      targets: body.targets!,
      name: body.name ?? "",
      creator: user.name,
    });
    return new Response(null, {
      status: 201,
      headers: { location: `/api/v2.0/projects/charts/webhook/policies/${id}` },
    });
  }

  /** All columns are written: what is not sent is gone. */
  #update(policy: StoredPolicy, body: Partial<StoredPolicy>): Response {
    checkPolicy(body);
    if (body.name !== policy.name) this.#refuseTaken(body.name ?? "");
    Object.assign(policy, {
      name: body.name ?? "",
      description: body.description ?? "",
      enabled: body.enabled ?? false,
      event_types: body.event_types,
      targets: body.targets,
      creator: body.creator ?? "",
      update_time: new Date().toISOString(),
    });
    this.afterPut?.(policy);
    return new Response(null);
  }

  #delete(policy: StoredPolicy): Response {
    const runs = this.executions.some((one) =>
      one.policy === policy.id && one.status === "Running"
    );
    if (runs) {
      throw new HarborFault(
        412,
        "PRECONDITION",
        `the policy ${policy.id} contains executions that aren't in final status, stop the execution first`,
      );
    }
    this.policies.splice(this.policies.indexOf(policy), 1);
    return new Response(null);
  }

  #deliveries(policy: StoredPolicy, [, id, , task]: string[], query: URLSearchParams): Response {
    const own = this.executions.filter((one) => one.policy === policy.id).slice(-50);
    if (id === undefined) {
      const isRunning = query.get("q") === "status=Running";
      const found = own.filter(({ status }) => !isRunning || status === "Running").toReversed();
      return paged(
        found.map(({ policy: _policy, task: _task, log: _log, ...execution }) => execution),
        query,
      );
    }
    const execution = own.find((one) => one.id === Number(id));
    if (!execution) throw new HarborFault(404, "NOT_FOUND", `execution ${id} not found`);
    if (task !== undefined) {
      // Logs are swept after a day.
      if (execution.log !== "") return new Response(execution.log);
      throw new HarborFault(404, "NOT_FOUND", `log of task ${task} not found`);
    }
    return paged(execution.task ? [execution.task] : [], query);
  }

  #refuseTaken(name: string): void {
    if (!this.policies.some((one) => one.name === name)) return;
    throw new HarborFault(409, "CONFLICT", `notification policy named ${name} already exists`);
  }
}

/** Ten at a time, a hundred at most. */
function paged(all: readonly unknown[], query: URLSearchParams): Response {
  const size = Number(query.get("page_size") ?? 10);
  const page = Number(query.get("page") ?? 1);
  if (size > 100) {
    throw new HarborFault(
      422,
      "UNPROCESSABLE_ENTITY",
      "page_size in query should be less than or equal to 100",
    );
  }
  return Response.json(all.slice((page - 1) * size, page * size), {
    headers: { "x-total-count": String(all.length) },
  });
}
