import { HarborError } from "../../../harbor/harbor_error.ts";
import { ApiError, ConnectionError } from "../../../kube/api/errors.ts";
import { missingRight } from "../../grant/forbidden.ts";
import { type Looked, seen, unseen } from "../looked.ts";

/**
 * What was looked at, or why it could not be.
 * @param isFatal errors that end it all
 */
export async function tried<T>(
  looking: Promise<T>,
  isFatal: (error: ApiError) => boolean = () => false,
): Promise<Looked<T>> {
  try {
    return seen(await looking);
  } catch (error) {
    if (error instanceof ApiError && !isFatal(error)) {
      return unseen(missingRight(error) ?? firstLine(error.message));
    }
    if (error instanceof ConnectionError) return unseen(firstLine(error.message));
    // What to do about it is not in the checks.
    if (error instanceof HarborError) return unseen(error.message.replaceAll("\n", ": "));
    throw error;
  }
}

function firstLine(text: string): string {
  return text.replace(/^error: /, "").split("\n", 1)[0] ?? "";
}
