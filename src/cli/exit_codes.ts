/** Every exit code that the program ends with; docs/exit-codes.md explains them. */
export const exitCodes = {
  ok: 0,
  /** Any error, usage included, as kubectl does. */
  error: 1,
  /** 128 + the signal's number, as a shell reports it. */
  interrupted: 130,
  closedOutput: 141,
  terminated: 143,
} as const;
