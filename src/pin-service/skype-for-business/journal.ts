import type { DatabaseSync } from 'node:sqlite';

/** A row for each `Set-CsClientPin`, written before it is called. */
export const schema = `
create table if not exists pool_call (
  change_id text primary key references change on delete cascade,
  person text not null,
  sip text not null,
  -- IsPinSet and LastPinChangeTime as the pool told them before, and the time where that is known after.
  set_before integer not null,
  changed_before text,
  changed_after text,
  read_at integer not null,
  -- Before it was sent: it may have waited for a host as long as a call may take.
  called_at integer not null,
  -- As they were set when it was sent: a restart may have others.
  call_timeout_ms integer not null,
  session_idle_ms integer not null,
  -- When the remote session is known to be closed. Null while its host lives.
  session_ends_at integer,
  -- Why an operator has to say what became of it. Null while it is being found out.
  doubt text
) strict;
create index if not exists pool_call_of_sip on pool_call (sip, called_at);
`;

/** Why the pool's own times do not tell what became of a change. */
export type Doubt = 'another_change' | 'other_time' | 'no_time' | 'not_told';

export interface PoolCall {
  changeId: string;
  person: string;
  sip: string;
  setBefore: boolean;
  changedBefore: string | null;
  readAtMs: number;
  calledAtMs: number;
  callTimeoutMs: number;
  sessionIdleMs: number;
  sessionEndsAtMs: number | undefined;
}

const fields = `change_id as changeId, person, sip, set_before as setBefore, changed_before as changedBefore,
  read_at as readAtMs, called_at as calledAtMs, call_timeout_ms as callTimeoutMs,
  session_idle_ms as sessionIdleMs, session_ends_at as sessionEndsAtMs`;

/** Written and on disk when this returns; only then may the cmdlet be called. */
export function writeCall(sql: DatabaseSync, call: Omit<PoolCall, 'sessionEndsAtMs'>): void {
  sql
    .prepare(
      `insert into pool_call (change_id, person, sip, set_before, changed_before, read_at, called_at,
         call_timeout_ms, session_idle_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      call.changeId,
      call.person,
      call.sip,
      Number(call.setBefore),
      call.changedBefore,
      call.readAtMs,
      call.calledAtMs,
      call.callTimeoutMs,
      call.sessionIdleMs,
    );
}

export function writeSessionEnd(sql: DatabaseSync, changeId: string, endsAtMs: number): void {
  sql.prepare('update pool_call set session_ends_at = ? where change_id = ?').run(endsAtMs, changeId);
}

export function writeDoubt(sql: DatabaseSync, changeId: string, doubt: Doubt, after: string | null): void {
  sql
    .prepare('update pool_call set doubt = ?, changed_after = ? where change_id = ?')
    .run(doubt, after, changeId);
}

/**
 * Calls of which nobody knows what became of them, the oldest first: not those that an operator has been asked about, but for
 * those that the pool would not tell of, which it may now.
 */
export function openCalls(sql: DatabaseSync): PoolCall[] {
  const rows = sql
    .prepare(
      `select ${fields} from pool_call join change using (change_id)
       where status = 'pending' and (doubt is null or doubt = 'not_told') order by called_at`,
    )
    .all();
  return rows.map((row) => ({
    ...(row as unknown as PoolCall),
    setBefore: row.setBefore === 1,
    sessionEndsAtMs: (row.sessionEndsAtMs as number | null) ?? undefined,
  }));
}

/** The ids of changes of which something may have been sent. */
export const sentIds = 'select change_id from pool_call';

/** Whether another change of this person may have been under way in the pool since the time was read before this one. */
export function hasOtherCall(sql: DatabaseSync, { changeId, sip, readAtMs }: PoolCall): boolean {
  const row = sql
    .prepare(
      `select 1 from pool_call join change using (change_id)
       where sip = ? and change_id <> ? and (
         (status = 'pending' and session_ends_at is null)
         or max(called_at, coalesce(session_ends_at, 0), coalesce(settled_at, 0)) > ?) limit 1`,
    )
    .get(sip, changeId, readAtMs);
  return row !== undefined;
}

export interface UnsettledCall {
  changeId: string;
  person: string;
  calledAtMs: number;
  /** When its session is known to be closed; null while it may be answered yet, by a host that lives. */
  sessionEndsAtMs: number | null;
  /** Null while it is being found out. */
  doubt: string | null;
  changedBefore: string | null;
  changedAfter: string | null;
}

/** Every call of which nobody knows what became of it, the oldest first. */
export function unsettledCalls(sql: DatabaseSync): UnsettledCall[] {
  return sql
    .prepare(
      `select change_id as changeId, person, called_at as calledAtMs, session_ends_at as sessionEndsAtMs, doubt,
         changed_before as changedBefore, changed_after as changedAfter
       from pool_call join change using (change_id)
       where status = 'pending' order by called_at`,
    )
    .all() as unknown as UnsettledCall[];
}
