/** What stands in the way of a grant, in a full sentence with what to do about it. */
export class GrantError extends Error {
  override name = "GrantError";
}
