import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { prepared } from './prepared.ts';
import type { EventRow, Tables } from './tables.ts';
import { unsynced } from './unsynced.ts';

type Db = Kysely<Tables>;

const insertInto = (db: Db, { id, attempt_id, at, event, detail }: EventRow) =>
  db.insertInto('attempt_events').values({ id, attempt_id, at, event, detail });
const onceFor = (db: Db, row: EventRow) =>
  insertInto(db, row).onConflict((conflict) => conflict.column('id').doNothing());

const insert = prepared(insertInto);
const insertOnce = prepared(onceFor);
const insertOnceUnsynced = prepared((db, row: EventRow) => onceFor(db, row).modifyEnd(unsynced));

export async function addEvent(
  db: Db,
  attemptId: string,
  event: string,
  at: Date,
  detail: Record<string, unknown>,
): Promise<void> {
  const row = { id: randomUUID(), attempt_id: attemptId, at: at.getTime(), event };
  await insert.change(db, { ...row, detail: JSON.stringify(detail) });
}

/** An event of which there is one for a key. False: it is there already. */
export async function noteOnce(
  db: Db,
  key: string,
  { attemptId, event, at, unsynced = false }: NotedOnce,
): Promise<boolean> {
  const row = { id: key, attempt_id: attemptId, at: at.getTime(), event, detail: '{}' };
  return (await (unsynced ? insertOnceUnsynced : insertOnce).change(db, row)) > 0;
}

const newest = prepared((db, row: Pick<EventRow, 'attempt_id' | 'event'>) =>
  db
    .selectFrom('attempt_events')
    .select('at')
    .where('attempt_id', '=', row.attempt_id)
    .where('event', '=', row.event)
    .orderBy('at', 'desc')
    .limit(sql.lit(1)),
);
export async function noted(db: Db, attemptId: string, event: string): Promise<Date | undefined> {
  const row = await newest.first(db, { attempt_id: attemptId, event });
  return row && new Date(Number(row.at));
}

interface NotedOnce {
  attemptId: string;
  event: string;
  at: Date;
  /** A power cut may take it, with the striking off of the work that it tells of. */
  unsynced?: boolean;
}
