/** The units a duration may be written in, smallest first, each in milliseconds. */
const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

const form = /^(\d{1,15}(?:\.\d{1,6})?)(ms|s|m|h|d)$/;

/**
 * Reads a duration as the settings write it: a number with `ms`, `s`, `m`, `h` or `d` (`90s`, `1.5h`).
 * A day is 24 hours. Returns whole milliseconds, or undefined for anything else: no unit, a sign,
 * a fraction of a millisecond, a capital (`M` would read as months), or more than can be counted exactly.
 */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = form.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  // Decimal fractions of a unit are not exact in binary: 1.001s is 1000.9999999999999 ms.
  const exact = Number(amount) * unitMs[unit as Unit];
  const durationMs = Math.round(exact);
  if (Math.abs(exact - durationMs) > 1e-6 || !Number.isSafeInteger(durationMs)) return undefined;
  return durationMs;
}

/**
 * Writes whole milliseconds in the largest unit that keeps them whole (90 000 is `90s`, 0 is `0ms`), in the
 * form that {@link parseDuration} reads. For settings and logs; people read durations from the catalogue.
 */
export function formatDuration(durationMs: number): string {
  if (!Number.isSafeInteger(durationMs) || durationMs < 0) {
    throw new RangeError('a duration is a whole number of milliseconds, not below zero');
  }
  const units = Object.keys(unitMs) as Unit[];
  const unit =
    units.findLast((each) => durationMs % unitMs[each] === 0 && durationMs >= unitMs[each]) ?? 'ms';
  return `${durationMs / unitMs[unit]}${unit}`;
}
