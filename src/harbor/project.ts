/** The webhooks of one of Harbor's projects. */

import type { HarborClient, HarborRequest } from "./client.ts";
import { HarborError } from "./harbor_error.ts";
import type { Execution, Policy, Supported, Task } from "./shapes.ts";

/** Harbor gives no more at a time. */
const pageSize = 100;

export class HarborProject {
  readonly #client: HarborClient;
  readonly name: string;
  readonly #path: string;

  constructor(client: HarborClient, name: string) {
    this.#client = client;
    this.name = name;
    this.#path = `/projects/${encodeURIComponent(name)}/webhook`;
  }

  get address(): string {
    return this.#client.address;
  }

  /** @throws {HarborError} */
  async supported(): Promise<Supported> {
    return await this.#client.json<Supported>(this.#request("GET", "/events", "read"));
  }

  /**
   * Those with the text in a target, and others where Harbor does not look for it: the newest first.
   * Source: goharbor/harbor, src/lib/q/builder.go, and targets in src/pkg/notification/policy/model.
   * @param text letters, digits, dots, dashes and slashes
   * @throws {HarborError}
   */
  async *policiesWith(text: string): AsyncGenerator<Policy> {
    const request = this.#request("GET", "/policies", "list");
    const found = this.#pages<Policy>(request, { q: `targets=~${text}` });
    let next: IteratorResult<Policy>;
    try {
      next = await found.next();
    } catch (error) {
      // What is in front of Harbor may refuse a query that is not usual.
      const isRefused = error instanceof HarborError && (error.code ?? 0) >= 400;
      if (!isRefused || error.code === 401) throw error;
      return yield* this.#pages<Policy>(request, {});
    }
    for (; !next.done; next = await found.next()) yield next.value;
  }

  /**
   * In one request, unless its name has characters that mean something in Harbor's queries: then among
   * all that there are. Source: goharbor/harbor, src/lib/q/builder.go.
   * @returns undefined where there is none
   * @throws {HarborError}
   */
  async policyNamed(name: string): Promise<Policy | undefined> {
    const request = this.#request("GET", "/policies", "list");
    const query: Record<string, string> = /^[\w.-]+$/.test(name) ? { q: `name=${name}` } : {};
    for await (const policy of this.#pages<Policy>(request, query)) {
      if (policy.name === name) return policy;
    }
    return undefined;
  }

  /** @throws {HarborError} with code 404 where it is gone */
  async policy(id: number): Promise<Policy> {
    return await this.#client.json<Policy>(this.#request("GET", `/policies/${id}`, "read"));
  }

  /** @throws {HarborError} with code 409 where the name is taken */
  async create(policy: Policy): Promise<void> {
    await this.#client.create({ ...this.#request("POST", "/policies", "create"), body: policy });
  }

  /**
   * Replaces all of it.
   * @throws {HarborError}
   */
  async update(policy: Policy): Promise<void> {
    const request = this.#request("PUT", `/policies/${policy.id}`, "update");
    await this.#client.send({ ...request, body: policy });
  }

  /** @throws {HarborError} with code 412 while deliveries of it are under way */
  async delete(id: number): Promise<void> {
    await this.#client.send(this.#request("DELETE", `/policies/${id}`, "delete"));
  }

  /**
   * The newest first. Harbor keeps fifty.
   * @param query `count`: how many at most; `running`: only those that are under way
   * @throws {HarborError}
   */
  async executions(
    policy: number,
    { count, running = false }: { readonly count: number; readonly running?: boolean },
  ): Promise<readonly Execution[]> {
    const request = this.#request("GET", `/policies/${policy}/executions`, "read");
    const query = {
      page: 1,
      page_size: count,
      sort: "-start_time",
      ...running ? { q: "status=Running" } : {},
    };
    const { items } = await this.#client.page<Execution>({ ...request, query });
    return running ? items.filter(({ status }) => status === "Running") : items;
  }

  /** @throws {HarborError} */
  async tasks(policy: number, execution: number): Promise<readonly Task[]> {
    const path = `/policies/${policy}/executions/${execution}/tasks`;
    return (await this.#client.page<Task>(this.#request("GET", path, "read"))).items;
  }

  /** @throws {HarborError} */
  async log(policy: number, execution: number, task: number): Promise<string> {
    const path = `/policies/${policy}/executions/${execution}/tasks/${task}/log`;
    return (await this.#client.send(this.#request("GET", path, "read"))).body;
  }

  async *#pages<T>(
    request: HarborRequest,
    query: Readonly<Record<string, string>>,
  ): AsyncGenerator<T> {
    for (let page = 1;; page++) {
      const { items, total } = await this.#client.page<T>({
        ...request,
        query: { ...query, page, page_size: pageSize },
      });
      yield* items;
      if (items.length < pageSize || page * pageSize >= (total ?? Infinity)) return;
    }
  }

  #request(method: string, path: string, right: string): HarborRequest {
    return { method, path: this.#path + path, project: this.name, right };
  }
}
