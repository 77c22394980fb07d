/**
 * A length of time as kubectl prints an AGE: `45s`, `5m3s`, `3h`, `2d4h`.
 * Source: HumanDuration in k8s.io/apimachinery/pkg/util/duration.
 */
export function formatAge(ms: number): string {
  const seconds = Math.trunc(ms / 1_000);
  // Two clocks are never quite the same.
  if (seconds < -1) return "<invalid>";
  if (seconds < 120) return `${Math.max(0, seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return parts(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return parts(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return parts(days, "d", hours % 24, "h");
  if (days < 2 * 365) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 8 * 365 ? parts(years, "y", days % 365, "d") : `${years}y`;
}

function parts(more: number, unit: string, less: number, smaller: string): string {
  return less === 0 ? `${more}${unit}` : `${more}${unit}${less}${smaller}`;
}
