import { Progress } from "../../testcluster/progress.ts";
import type { Series } from "./row.ts";

/** What is timed: one command, or several that a user runs after each other. */
export interface Contender {
  /** As the table names it. */
  readonly name: string;
  /** @param round counts from 0 */
  readonly commands: (round: number) => readonly (readonly string[])[];
  readonly env?: Record<string, string>;
}

/** One value a round. */
export interface Measured {
  /** Milliseconds from start to end. */
  readonly time: Series;
  /** Bytes: the largest resident set of any of the commands. */
  readonly memory: Series;
}

/** What measure/main.go prints. */
interface Measurement {
  readonly milliseconds: number;
  readonly peakBytes: number;
}

/**
 * Runs the contenders in turn, round after round, so that what else the machine does meets all of
 * them; each round begins with another one. The first round warms up and is not counted.
 * @param measure path of the program that measures a command
 * @throws {Error} where a command fails, with what it printed
 */
export async function interleave<Key extends string>(
  contenders: Readonly<Record<Key, Contender>>,
  rounds: number,
  measure: string,
): Promise<Record<Key, Measured>> {
  const entries = Object.entries<Contender>(contenders);
  const results: Measurement[][] = entries.map(() => []);
  let round = 0;
  async function runAll(): Promise<void> {
    for (; round <= rounds; round++) {
      for (let turn = 0; turn < entries.length; turn++) {
        const at = (round + turn) % entries.length;
        const result = await runOne(entries[at]![1], round, measure);
        if (round > 0) results[at]!.push(result);
      }
    }
  }
  await new Progress().during(runAll(), (elapsed) => `  round ${round} of ${rounds}, ${elapsed}`);
  return Object.fromEntries(
    entries.map(([key, { name }], at) => [key, series(name, results[at]!)]),
  ) as Record<Key, Measured>;
}

function series(name: string, results: readonly Measurement[]): Measured {
  return {
    time: { name, values: results.map(({ milliseconds }) => milliseconds) },
    memory: { name, values: results.map(({ peakBytes }) => peakBytes) },
  };
}

async function runOne(contender: Contender, round: number, measure: string): Promise<Measurement> {
  const results: Measurement[] = [];
  for (const command of contender.commands(round)) {
    results.push(await measureCommand(command, contender.env, measure));
  }
  return {
    milliseconds: results.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    peakBytes: Math.max(...results.map(({ peakBytes }) => peakBytes)),
  };
}

async function measureCommand(
  command: readonly string[],
  env: Record<string, string> = {},
  measure: string,
): Promise<Measurement> {
  const child = new Deno.Command(measure, { args: [...command], env, stdin: "null" });
  const { success, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  if (!success) throw new Error(text.decode(stderr).trimEnd());
  return JSON.parse(text.decode(stdout));
}
