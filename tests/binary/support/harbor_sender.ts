// Sends events as Harbor 2.15's job service was seen to: a POST with a verbatim Authorization on
// kept-alive connections, 3 s for an answer, three attempts with pauses between them whatever the
// code, and Go's way with redirects.

export interface SenderOptions {
  authorization: string;
  /** Milliseconds; Harbor's are 3,000. */
  timeout: number;
  /** Milliseconds before each further attempt; Harbor's are 16-74 s and 31-118 s, and no more. */
  pauses: readonly number[];
}

export interface Delivery {
  status: "Success" | "Error";
  attempts: number;
  /** The last line of the job's log. */
  log: string;
  /** When the last attempt began and ended, in ms since the epoch. */
  sent: number;
  answered: number;
}

const clock = () => performance.timeOrigin + performance.now();

export class HarborLikeSender {
  readonly #url: string;
  readonly #options: SenderOptions;

  constructor(url: string, options: SenderOptions) {
    this.#url = url;
    this.#options = options;
  }

  /** @param failed is told of each attempt that another one follows */
  async deliver(
    event: unknown,
    failed = (_attempt: number, _log: string) => {},
  ): Promise<Delivery> {
    const body = JSON.stringify(event);
    for (let attempt = 1;; attempt++) {
      const sent = clock();
      const log = await this.#attempt(body);
      const done = { attempts: attempt, log, sent, answered: clock() };
      if (log.startsWith("success")) return { status: "Success", ...done };
      const pause = this.#options.pauses[attempt - 1];
      if (pause === undefined) return { status: "Error", ...done };
      failed(attempt, log);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  #contentType(body: string): string {
    return "specversion" in JSON.parse(body) ? "application/cloudevents+json" : "application/json";
  }

  async #attempt(body: string): Promise<string> {
    const signal = AbortSignal.timeout(this.#options.timeout);
    let [method, url] = ["POST", this.#url];
    try {
      for (let redirects = 0; redirects < 10; redirects++) {
        const response = await fetch(url, {
          method,
          headers: {
            authorization: this.#options.authorization,
            "user-agent": "Go-http-client/1.1",
            ...(method === "POST" ? { "content-type": this.#contentType(body) } : {}),
          },
          ...(method === "POST" ? { body } : {}),
          redirect: "manual",
          signal,
        });
        const text = await response.text();
        const location = response.headers.get("location");
        if (response.status >= 200 && response.status <= 299) return "success to run webhook job";
        if (location === null || !/^30[12378]$/.test(String(response.status))) {
          return `abnormal response code: ${response.status}, body: ${text}`;
        }
        if (response.status <= 303) method = "GET";
        url = new URL(location, url).href;
      }
      return "stopped after 10 redirects";
    } catch (error) {
      return `exit webhook job, error: ${error}`;
    }
  }
}
