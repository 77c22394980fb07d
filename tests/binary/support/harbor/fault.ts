/** What Harbor answers with `{"errors":[…]}`. */
export class HarborFault extends Error {
  override name = "HarborFault";
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}
