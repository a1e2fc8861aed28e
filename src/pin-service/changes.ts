import type { DatabaseSync } from 'node:sqlite';

/** How long what became of a change is kept, by the contract. */
const keptMs = 30 * 86_400_000;

/** What became of a change so far. Times are epoch milliseconds. */
export interface Change {
  changeId: string;
  /** Undefined where it was withdrawn before it was ever seen. */
  userId: string | undefined;
  status: 'pending' | 'applied' | 'rejected';
  /** Why it was rejected. */
  code: string | undefined;
  /** When it was applied or rejected. */
  settledAt: number | undefined;
}

/** The change of this id, or undefined where it was never seen, or is forgotten. */
export function findChange(sql: DatabaseSync, changeId: string): Change | undefined {
  const row = sql.prepare('select * from change where change_id = ?').get(changeId);
  return (
    row && {
      changeId,
      userId: (row.user_id as string | null) ?? undefined,
      status: row.status as Change['status'],
      code: (row.code as string | null) ?? undefined,
      settledAt: (row.settled_at as number | null) ?? undefined,
    }
  );
}

/** Writes a change down as pending; false where its id is on file already, which then stays as it is. */
export function takeChange(sql: DatabaseSync, changeId: string, userId: string, nowMs: number): boolean {
  const taken = sql
    .prepare(
      "insert into change (change_id, user_id, status, taken_at) values (?, ?, 'pending', ?) on conflict do nothing",
    )
    .run(changeId, userId, nowMs);
  return taken.changes === 1;
}

/** Marks a pending change as begun, from when on it cannot be withdrawn; false where it is not to be begun. */
export function beginChange(sql: DatabaseSync, changeId: string, nowMs: number): boolean {
  const begun = sql
    .prepare("update change set begun_at = ? where change_id = ? and status = 'pending' and begun_at is null")
    .run(nowMs, changeId);
  return begun.changes === 1;
}

/**
 * Withdraws a change that has not begun, or was never seen; any other stays as it is. One statement, so
 * that it comes wholly before or wholly after the taking of the same change.
 */
export function withdrawChange(sql: DatabaseSync, changeId: string, nowMs: number): Change {
  sql
    .prepare(
      `insert into change (change_id, status, code, taken_at, settled_at)
       values (:id, 'rejected', 'withdrawn', :now, :now)
       on conflict do update set status = 'rejected', code = 'withdrawn', settled_at = :now
       where status = 'pending' and begun_at is null`,
    )
    .run({ id: changeId, now: nowMs });
  return known(sql, changeId);
}

/** Ends a pending change without effect. */
export function rejectChange(sql: DatabaseSync, changeId: string, code: string, nowMs: number): Change {
  sql
    .prepare(
      "update change set status = 'rejected', code = ?, settled_at = ? where change_id = ? and status = 'pending'",
    )
    .run(code, nowMs, changeId);
  return known(sql, changeId);
}

/** Ends a pending change as applied. */
export function settleApplied(sql: DatabaseSync, changeId: string, appliedAtMs: number): Change {
  const { changes } = sql
    .prepare(
      "update change set status = 'applied', settled_at = ? where change_id = ? and status = 'pending'",
    )
    .run(appliedAtMs, changeId);
  if (changes !== 1) throw new Error('a change that is not pending cannot be applied');
  return known(sql, changeId);
}

/**
 * Ends what an earlier process left pending without having sent anything. The PIN was in that process's memory alone, and
 * is gone. `sent` picks those of which something may have been sent.
 */
export function failLeftOver(sql: DatabaseSync, nowMs: number, sent = 'select null where false'): void {
  sql
    .prepare(
      `update change set status = 'rejected', code = 'failed', settled_at = ?
       where status = 'pending' and change_id not in (${sent})`,
    )
    .run(nowMs);
}

/** Forgets changes settled more than 30 days ago. */
export function forgetOldChanges(sql: DatabaseSync, nowMs: number): void {
  sql.prepare("delete from change where status <> 'pending' and settled_at < ?").run(nowMs - keptMs);
}

/** A change of which nobody knows what became of it so far. */
export const pendingChange = (changeId: string, userId?: string): Change => ({
  changeId,
  userId,
  status: 'pending',
  code: undefined,
  settledAt: undefined,
});

function known(sql: DatabaseSync, changeId: string): Change {
  const change = findChange(sql, changeId);
  if (!change) throw new Error('a change that is on file was not found');
  return change;
}
