// Free ports on loopback.

const LOWEST = 20_000;
const COUNT = 10_000;

/**
 * A port that nobody listens on now. Not one that the system hands out by itself (above 32767 on
 * Linux, 49151 on macOS): while the API server is down, a client that tries its port again and
 * again could be given that very port as its own, connect to itself, and keep it.
 */
export function freePort(): number {
  for (let tries = 0; tries < 100; tries++) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (isFree(port)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${LOWEST + COUNT} on 127.0.0.1`);
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
