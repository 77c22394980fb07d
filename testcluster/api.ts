// A plain client of the Kubernetes API for tests and their control plane: it shares no code with
// src/kube, so that it can tell whether src/kube did what it says.

export interface ApiUser {
  server: string;
  /** The server's authority, PEM. */
  ca: string;
  /** Client certificate and key, PEM. */
  certificate?: string;
  key?: string;
  token?: string;
}

/** An answer of the API server that is not 2xx. */
export class ApiError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export class Api implements Disposable {
  readonly #user: ApiUser;
  readonly #client: Deno.HttpClient;

  constructor(user: ApiUser) {
    this.#user = user;
    this.#client = withoutProxy(() => Deno.createHttpClient(clientOptions(user)));
  }

  get<T>(path: string): Promise<T> {
    return this.request("GET", path);
  }

  create<T>(path: string, object: unknown): Promise<T> {
    return this.request("POST", path, object);
  }

  replace<T>(path: string, object: unknown): Promise<T> {
    return this.request("PUT", path, object);
  }

  /** JSON merge patch. */
  patch<T>(path: string, object: unknown): Promise<T> {
    return this.request("PATCH", path, object, "application/merge-patch+json");
  }

  delete<T>(path: string): Promise<T> {
    return this.request("DELETE", path);
  }

  /**
   * @throws {ApiError} when the answer is not 2xx
   * @throws {TypeError} when there is no answer
   */
  async request<T>(
    method: string,
    path: string,
    body?: unknown,
    contentType = "application/json",
  ): Promise<T> {
    const headers = new Headers({ "Content-Type": contentType });
    if (this.#user.token) headers.set("Authorization", `Bearer ${this.#user.token}`);
    const response = await fetch(this.#user.server + path, {
      client: this.#client,
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiError(response.status, `${method} ${path}: ${text.trim()}`);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return (isJson ? JSON.parse(text) : text) as T; // the caller knows what it asked for
  }

  /** The events of a watch as they come, until the signal or the server ends it. */
  async *watch<T>(path: string, signal: AbortSignal): AsyncGenerator<{ type: string; object: T }> {
    const response = await fetch(this.#user.server + path, { client: this.#client, signal });
    if (!response.ok || !response.body) throw new ApiError(response.status, `watch ${path}`);
    const reader = response.body.getReader();
    // A body of which much is unread may not hear of the signal.
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {});
    const decoder = new TextDecoder();
    let rest = "";
    try {
      while (true) {
        const { value, done } = await Promise.race([reader.read(), aborted]);
        if (done) return;
        const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) yield JSON.parse(line);
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

function clientOptions({ ca, certificate, key }: ApiUser) {
  const options = { caCerts: [ca] };
  return certificate && key ? { ...options, cert: certificate, key } : options;
}

/** Deno reads NO_PROXY when it makes a client, and unlike Go sends even loopback through a proxy. */
function withoutProxy<T>(make: () => T): T {
  const before = Deno.env.get("NO_PROXY");
  Deno.env.set("NO_PROXY", "127.0.0.1");
  try {
    return make();
  } finally {
    if (before === undefined) Deno.env.delete("NO_PROXY");
    else Deno.env.set("NO_PROXY", before);
  }
}
