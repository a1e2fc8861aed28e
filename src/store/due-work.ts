import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { DueWork, DueWorkStore, NewDueWork } from '../work/due-work.ts';
import { leaseMs } from '../work/lease.ts';
import type { Engine } from './engine.ts';
import { free, freeWherePutAgain, held } from './leased-work.ts';
import { parkedWork } from './parked-work.ts';
import type { DueWorkRow, Tables } from './tables.ts';

/** Work is claimed so often after deaths of its holders; one that kills its process must not do so for ever. */
const mostDeaths = 3;

/** Due work in the store. Everything that is read and then written is one statement, so that two claimers cannot both win. */
export function dueWorkStore(db: Kysely<Tables>, engine: Engine): DueWorkStore {
  return {
    put: (work) => putDueWork(db, work),
    claim: (owner, now, leaseMs) => claim(db, engine, { owner, now, forMs: leaseMs }),
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
        .set({ due_at: dueAt.getTime(), ...free })
        .execute();
      await freeWherePutAgain(db, work);
    },
    async nextAt() {
      const row = await db
        .selectFrom('due_work')
        .select(
          sql<number | null>`min(case when lease_until > due_at then lease_until else due_at end)`.as('at'),
        )
        .where('parked', 'is', null)
        .executeTakeFirst();
      return row?.at == null ? undefined : new Date(Number(row.at));
    },
    ...parkedWork(db),
    async drop(person, kinds, before) {
      const stale = db.deleteFrom('due_work').where('person', '=', person).where('kind', 'in', kinds);
      const due = before ? stale.where('due_at', '<', before.getTime()) : stale;
      const { numDeletedRows } = await due.executeTakeFirst();
      return Number(numDeletedRows);
    },
    async release(owner) {
      await db.updateTable('due_work').set(free).where('lease_owner', '=', owner).execute();
    },
    async takeOver() {
      // Left with an owner, so that each is known as one that a process died of or with.
      await db.updateTable('due_work').set({ lease_until: 0 }).where('lease_until', 'is not', null).execute();
    },
  };
}

async function claim(
  db: Kysely<Tables>,
  engine: Engine,
  { owner, now, forMs }: { owner: string; now: Date; forMs: number },
): Promise<DueWork | undefined> {
  await parkDeadly(db, now);
  const claimableNow = claimable(db.selectFrom('due_work').select('key'), now);
  const due = engine.unclaimed(claimableNow.orderBy('due_at').orderBy('key').limit(1));
  const row = await db
    .updateTable('due_work')
    .set({
      lease_owner: owner,
      lease_until: now.getTime() + forMs,
      tries: sql<number>`tries + 1`,
      // An owner still stands there: it has died, or lost its lease.
      deaths: sql<number>`deaths + case when lease_owner is null then 0 else 1 end`,
    })
    .where('key', '=', due)
    .returningAll()
    .executeTakeFirst();
  return row && workOf(row, owner);
}

async function parkDeadly(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .updateTable('due_work')
    .set({ parked: 'deadly' })
    .where('parked', 'is', null)
    .where('lease_owner', 'is not', null)
    .where('lease_until', '<=', now.getTime())
    .where('deaths', '>=', mostDeaths - 1)
    .execute();
}

function claimable<O>(query: SelectQueryBuilder<Tables, 'due_work', O>, now: Date) {
  return query
    .where('due_at', '<=', now.getTime())
    .where('parked', 'is', null)
    .where((row) => row.or([row('lease_until', 'is', null), row('lease_until', '<=', now.getTime())]));
}

/**
 * Puts work, inside a transaction where `db` is one. Work that is there already becomes due anew; whoever holds it keeps
 * it until it is settled.
 */
export async function putDueWork(db: Kysely<Tables>, work: NewDueWork[]): Promise<void> {
  for (const { key, kind, person, payload, dueAt, heldBy } of work) {
    const values = { kind, person, payload: JSON.stringify(payload), due_at: dueAt.getTime(), tries: 0 };
    const lease =
      heldBy === undefined ? free : { ...free, lease_owner: heldBy, lease_until: dueAt.getTime() + leaseMs };
    await db
      .insertInto('due_work')
      .values({ key, ...values, ...lease, version: 1, parked: null })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({ ...values, parked: null, deaths: 0, version: sql<number>`due_work.version + 1` }),
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
