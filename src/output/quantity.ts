/**
 * A quantity of Kubernetes: `100m`, `1.5Gi`, `12e6`.
 * Source: k8s.io/apimachinery/pkg/api/resource.
 */
const quantity = /^([+-]?)(\d+)?(?:\.(\d*))?(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)|)$/;

const decimals = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 } as const;
const binaries = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
/** Digits behind the point that are kept: as exact as a quantity can be. */
const scale = 30;
const largestExponent = 60;

/** @returns a number that compares as the quantity does; undefined for a text that is none */
export function quantityValue(text: string): bigint | undefined {
  const [found, sign, whole = "", fraction = "", exponent, suffix] = quantity.exec(text) ?? [];
  if (found === undefined || (whole === "" && fraction === "")) return undefined;
  const power = exponent ? Number(exponent.slice(1)) : decimalPower(suffix);
  if (Math.abs(power) > largestExponent) return undefined;
  const digits = BigInt(`${whole}${fraction.slice(0, scale)}` || "0");
  const shift = scale - Math.min(fraction.length, scale) + power;
  const scaled = shift < 0 ? digits / 10n ** BigInt(-shift) : digits * 10n ** BigInt(shift);
  const value = scaled * 1024n ** BigInt(binaries.indexOf(suffix ?? "") + 1);
  return sign === "-" ? -value : value;
}

function decimalPower(suffix: string | undefined): number {
  return suffix !== undefined && suffix in decimals ? decimals[suffix as keyof typeof decimals] : 0;
}
