/** How much memory the limits of a receiver allow it to take. */

/** MiB with no connection at all, and what the runtime's heap holds on to after a burst. */
const base = 224;
/** KiB: buffers of the system and of the runtime, TLS included. */
const ofConnection = 48;
/** KiB: an AppRepository read, raised, sent and answered. */
const ofRequest = 128;

/** Bytes for all bodies that --ignore-events and --hooks have kept at a time. */
export const bodyMemory = 32 * 1_048_576;

export interface MemoryLimits {
  readonly maxConnections: number;
  readonly headBytes: number;
  readonly maxInFlight: number;
  readonly keepsBodies: boolean;
}

/** @returns MiB that it never exceeds, in steps of 64 */
export function memoryLimit(limits: MemoryLimits): number {
  const { maxConnections, headBytes, maxInFlight, keepsBodies } = limits;
  const connections = maxConnections * (ofConnection + headBytes / 1_024) / 1_024;
  const requests = maxInFlight * ofRequest / 1_024;
  const bodies = keepsBodies ? bodyMemory / 1_048_576 : 0;
  return Math.ceil((base + connections + requests + bodies) / 64) * 64;
}
