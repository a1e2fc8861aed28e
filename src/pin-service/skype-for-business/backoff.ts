const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** How long to wait before the next try, after so many failed ones: each time twice as long, a minute at most. */
export const backoffMs = (failed: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failed - 1, 10));
