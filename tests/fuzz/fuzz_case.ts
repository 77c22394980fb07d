import type { Random } from "./random.ts";

/** One start of the program, in a world made for it. */
export interface FuzzCase {
  /** Texts by path; KUBECONFIG names the first ones. */
  readonly files: Readonly<Record<string, string>>;
  readonly kubeconfig: string;
  readonly words: readonly string[];
  /** What any exec plugin prints. */
  readonly pluginOutput: string;
  /** What comes back over plain HTTP, instead of good answers. */
  readonly answer?: AnswerMaker;
  /** How many lines stderr may have at most; texts of the server may have several. */
  readonly mostLines: number;
}

/** @returns the bytes after which the connection is closed; undefined for a good answer */
export type AnswerMaker = (method: string, path: string) => Uint8Array | undefined;

/** What cases point at; made anew for each process. */
export interface Surroundings {
  /** Addresses of servers on loopback that answer well. */
  readonly http: string;
  readonly https: string;
  /** Where nobody listens. */
  readonly closed: string;
  /** PEM. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** Not the certificate's. */
  readonly otherKey: string;
}

export type CaseMaker = (random: Random, surroundings: Surroundings) => FuzzCase;
