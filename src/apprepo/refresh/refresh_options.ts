export interface RefreshOptions {
  readonly dryRun: "none" | "client" | "server";
  readonly fieldManager: string;
  /** Ends everything that has no effect yet: reads, pauses, writes not begun. */
  readonly stop: AbortSignal;
  /** Cuts off a write that was begun. */
  readonly cut: AbortSignal;
}

/** The clock and the chance that the pauses between attempts need. */
export interface Timing {
  now(): number;
  random(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
