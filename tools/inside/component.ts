/** A piece of somebody else's work that is in the program. */
export interface Component {
  readonly name: string;
  /** Undefined where nobody here can tell. */
  readonly version?: string;
  /** As an SPDX expression; undefined like that. */
  readonly licence?: string;
  /** The licence's text with its copyright lines; undefined where it is not at hand. */
  readonly text?: string;
  /** Source: github.com/package-url/purl-spec. */
  readonly purl: string;
  readonly home?: string;
  /** SHA-512 of the package as it was downloaded, in hexadecimal digits. */
  readonly sha512?: string;
  /** The component that it came with; the program itself without it. */
  readonly within?: string;
}
