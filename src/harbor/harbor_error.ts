/** What can go wrong with Harbor. The message says what was tried, what came back, and what to do. */
export class HarborError extends Error {
  override name = "HarborError";
  constructor(
    message: string,
    /** The HTTP status code; undefined where no answer came. */
    readonly code?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
