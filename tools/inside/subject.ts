/** What a bill of materials is of. */
export interface Subject {
  /** `v` and the version. */
  readonly version: string;
  /** The sum of the sources, all 64 digits. */
  readonly sources: string;
  readonly purl: string;
  /** RFC 3339 in UTC, to the second: when the commit was made, so that equal sources make equal files. */
  readonly created: string;
}
