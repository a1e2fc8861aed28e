/** Longer waits are cut to this: what a service asks for must not outlast a timer or a person's day. */
const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * The wait that a `Retry-After` header asks for, in ms: seconds or an HTTP date (RFC 9110, 10.2.3), a date
 * gone by being 0. Undefined where there is none or it is neither.
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^[0-9]+$/.test(value)) return Math.min(Number(value) * 1000, longestWaitMs);
  // Date.parse takes much that is no date ("5.5"): a date of HTTP begins with the day's name.
  const atMs = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.min(Math.max(atMs - nowMs, 0), longestWaitMs);
}
