import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Limit } from './refused-callers.ts';

export interface ChangeLimits {
  /** Changes of one person. */
  user: Limit;
  /** Changes of one person that were refused, or are not settled: each refusal tells something of a PIN. */
  refusals: Limit;
  /** Changes in all, and withdrawals of changes never seen: each is a row on file. */
  total: Limit;
}

const newest = {
  ofUser: 'select taken_at from change where user_id = ? order by taken_at desc limit 1 offset ?',
  refused: `select taken_at from change where user_id = ? and (status = 'pending' or
    (status = 'rejected' and code not in ('withdrawn', 'failed'))) order by taken_at desc limit 1 offset ?`,
  ofAll: 'select taken_at from change order by taken_at desc limit 1 offset ?',
};

/**
 * How long to wait before one more change of this person may be taken, or undefined where it may be now. Without a
 * person: one more row of nobody's. Counted from the changes on file, so that a restart forgives nothing and nothing is
 * held in memory.
 */
export function waitForChange(
  sql: DatabaseSync,
  limits: ChangeLimits,
  userId: string | undefined,
  nowMs: number,
): number | undefined {
  const waits = [
    waitFor(sql, newest.ofAll, [], limits.total, nowMs),
    ...(userId === undefined
      ? []
      : [
          waitFor(sql, newest.ofUser, [userId], limits.user, nowMs),
          waitFor(sql, newest.refused, [userId], limits.refusals, nowMs),
        ]),
  ];
  const longestMs = Math.max(...waits);
  return longestMs > 0 ? longestMs : undefined;
}

/** Until the one that fills the limit is older than its time; 0 or less where the limit is not full. */
function waitFor(
  sql: DatabaseSync,
  query: string,
  of: SQLInputValue[],
  { most, perMs }: Limit,
  nowMs: number,
): number {
  const filling = sql.prepare(query).get(...of, most - 1)?.taken_at;
  // Never longer than the time itself, though the clock was set back.
  return filling === undefined ? 0 : Math.min(Number(filling) + perMs - nowMs, perMs);
}
