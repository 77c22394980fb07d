/** Where rows go: each format of `-o` in its way, as soon as it can be printed. */

import type { Row } from "./row.ts";

export interface Sink {
  add(row: Row): void;
  /** Prints what waits to be printed, though more rows may come. */
  flush(): void;
  /** There is no row more. */
  end(): void;
}
