import { type Kysely, sql } from 'kysely';
import type { DueWork, DueWorkStore, NewDueWork } from '../work/due-work.ts';
import type { DueWorkRow, Tables } from './tables.ts';

/** Due work in the store. Everything that is read and then written is one statement, so that two claimers cannot both win. */
export function dueWorkStore(db: Kysely<Tables>): DueWorkStore {
  return {
    put: (work) => putDueWork(db, work),
    claim: (owner, now, leaseMs) => claim(db, owner, now, leaseMs),
    async renew(work, until) {
      const { numUpdatedRows } = await held(db, work)
        .set({ lease_until: until.getTime() })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    done: (work) => settle(db, work),
    async again(work, dueAt) {
      await held(db, work)
        .where('version', '=', work.claim.version)
        .set({ due_at: dueAt.getTime(), lease_owner: null, lease_until: null })
        .execute();
      await freeWherePutAgain(db, work);
    },
    async nextAt() {
      const row = await db
        .selectFrom('due_work')
        .select(sql<number | null>`min(max(due_at, coalesce(lease_until, 0)))`.as('at'))
        .executeTakeFirst();
      return row?.at == null ? undefined : new Date(Number(row.at));
    },
    async hurry(kind, now) {
      const work = db.updateTable('due_work').set({ due_at: now.getTime() });
      await work.where('kind', '=', kind).where('due_at', '>', now.getTime()).execute();
    },
    async drop(person, kinds, before) {
      const stale = db.deleteFrom('due_work').where('person', '=', person).where('kind', 'in', kinds);
      const due = before ? stale.where('due_at', '<', before.getTime()) : stale;
      const { numDeletedRows } = await due.executeTakeFirst();
      return Number(numDeletedRows);
    },
    async release(owner) {
      const leases = db.updateTable('due_work').set({ lease_owner: null, lease_until: null });
      await (owner === undefined ? leases : leases.where('lease_owner', '=', owner)).execute();
    },
  };
}

async function claim(
  db: Kysely<Tables>,
  owner: string,
  now: Date,
  leaseMs: number,
): Promise<DueWork | undefined> {
  const due = db
    .selectFrom('due_work')
    .select('key')
    .where('due_at', '<=', now.getTime())
    .where((free) => free.or([free('lease_until', 'is', null), free('lease_until', '<=', now.getTime())]))
    .orderBy('due_at')
    .orderBy('key')
    .limit(1);
  const row = await db
    .updateTable('due_work')
    .set({ lease_owner: owner, lease_until: now.getTime() + leaseMs, tries: sql<number>`tries + 1` })
    .where('key', '=', due)
    .returningAll()
    .executeTakeFirst();
  return row && workOf(row, owner);
}

/** Puts work, inside a transaction where `db` is one. Work that is there already becomes due anew. */
export async function putDueWork(db: Kysely<Tables>, work: NewDueWork[]): Promise<void> {
  for (const { key, kind, person, payload, dueAt } of work) {
    const values = { kind, person, payload: JSON.stringify(payload), due_at: dueAt.getTime(), tries: 0 };
    await db
      .insertInto('due_work')
      .values({ key, ...values, version: 1, lease_owner: null, lease_until: null })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({ ...values, version: sql<number>`due_work.version + 1` }),
      )
      .execute();
  }
}

async function settle(db: Kysely<Tables>, work: DueWork): Promise<void> {
  await db
    .deleteFrom('due_work')
    .where('key', '=', work.key)
    .where('lease_owner', '=', work.claim.owner)
    .where('version', '=', work.claim.version)
    .execute();
  await freeWherePutAgain(db, work);
}

/** Work that was put again while it ran is due with its new payload, and nobody holds it any more. */
async function freeWherePutAgain(db: Kysely<Tables>, work: DueWork): Promise<void> {
  await held(db, work)
    .where('version', '<>', work.claim.version)
    .set({ lease_owner: null, lease_until: null })
    .execute();
}

function held(db: Kysely<Tables>, work: DueWork) {
  return db.updateTable('due_work').where('key', '=', work.key).where('lease_owner', '=', work.claim.owner);
}

function workOf(row: DueWorkRow, owner: string): DueWork {
  return {
    key: row.key,
    kind: row.kind,
    person: row.person,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    dueAt: new Date(Number(row.due_at)),
    tries: row.tries,
    claim: { owner, version: row.version },
  };
}
