import type { TestCluster } from "../cluster/support/test_cluster.ts";
import type { Row } from "./row.ts";

/** What every section gets. */
export interface Bench {
  readonly cluster: TestCluster;
  /** Paths of what is measured and of what measures. */
  readonly programs: Programs;
}

export interface Programs {
  /** The plugin, as `deno task build` makes it. */
  readonly plugin: string;
  /** A program without a line of code, compiled in the same way. */
  readonly empty: string;
  /** bare.ts, compiled in the same way: a GET and a PUT through fetch, and nothing else. */
  readonly bare: string;
  /** measure/main.go */
  readonly measure: string;
  /** client_go_loop/main.go */
  readonly clientGoLoop: string;
}

export interface Section {
  readonly title: string;
  readonly run: (bench: Bench) => Promise<Row[]>;
}
