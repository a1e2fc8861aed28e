import { type Kysely, type SqlBool, sql } from 'kysely';
import { openStates } from '../pin/life-cycle.ts';
import type { OldDataStore } from '../retention/old-data.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export function oldDataStore(db: Db): OldDataStore {
  return {
    remove: async (limits, most) => ({
      attempts: await db.transaction().execute((tx) => removeAttempts(tx, limits.audit, most)),
      tickets: await removeTickets(db, limits.audit, most),
      deskEvents: await removeDeskEvents(db, limits.audit, most),
      undeliverable: await removeUndeliverable(db, limits.audit, most),
      references: await removeReferences(db, limits.references, most),
      dialogs: await removeDialogs(db, limits.dialogs, most),
    }),
  };
}

/** Of a row with a person: no due work is theirs, but of a kind that does not need the row. */
const nothingOwed = (but = '') =>
  sql<SqlBool>`not exists (select 1 from due_work where person = tenant_id || ':' || user_id and kind <> ${but})`;

async function removeAttempts(tx: Db, before: Date, most: number): Promise<number> {
  const old = await tx
    .selectFrom('attempts')
    .select('id')
    .where('created_at', '<', before.getTime())
    .where('state', 'not in', openStates)
    .where(nothingOwed('expiry'))
    .limit(most)
    .execute();
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.deleteFrom('attempt_events').where('attempt_id', 'in', ids).execute();
  await tx.deleteFrom('attempts').where('id', 'in', ids).execute();
  return ids.length;
}

async function removeTickets(db: Db, before: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('tickets')
    .select('id')
    .where('created_at', '<', before.getTime())
    .where('state', '<>', 'owed')
    .limit(most);
  const { numDeletedRows } = await db.deleteFrom('tickets').where('id', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}

async function removeDeskEvents(db: Db, before: Date, most: number): Promise<number> {
  const old = db.selectFrom('desk_events').select('id').where('at', '<', before.getTime()).limit(most);
  const { numDeletedRows } = await db.deleteFrom('desk_events').where('id', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Parked for so long that nobody would understand it any more. */
async function removeUndeliverable(db: Db, before: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('due_work')
    .select('key')
    .where('parked', 'is not', null)
    .where('due_at', '<', before.getTime())
    .limit(most);
  const { numDeletedRows } = await db.deleteFrom('due_work').where('key', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}

async function removeReferences(db: Db, before: Date, most: number): Promise<number> {
  const old = await db
    .selectFrom('conversations')
    .select(['tenant_id', 'user_id'])
    .where('updated_at', '<', before.getTime())
    .where(nothingOwed())
    .limit(most)
    .execute();
  for (const { tenant_id, user_id } of old)
    await db
      .deleteFrom('conversations')
      .where('tenant_id', '=', tenant_id)
      .where('user_id', '=', user_id)
      .where('updated_at', '<', before.getTime())
      .execute();
  return old.length;
}

async function removeDialogs(db: Db, before: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('dialog_state')
    .select('key')
    .where('updated_at', '<', before.getTime())
    .limit(most);
  const { numDeletedRows } = await db.deleteFrom('dialog_state').where('key', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}
