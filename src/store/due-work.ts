import { type Kysely, sql } from 'kysely';
import type { DueWork, DueWorkStore, NewDueWork } from '../work/due-work.ts';
import { leaseMs } from '../work/lease.ts';
import { claim, nextAt } from './claim.ts';
import type { Engine } from './engine.ts';
import { free, freeWherePutAgain, held } from './leased-work.ts';
import { parkedWork } from './parked-work.ts';
import type { Tables } from './tables.ts';

/** So many leases are renewed by one statement: few statements, none of which holds up a turn. */
const renewedAtOnce = 500;

/** Due work in the store. Everything that is read and then written is one statement, so that two claimers cannot both win. */
export function dueWorkStore(
  db: Kysely<Tables>,
  engine: Engine,
  onDeadly: (work: { key: string; kind: string }) => void,
): DueWorkStore {
  return {
    put: (work) => putDueWork(db, work),
    claim: (owner, now, leaseMs) => claim(db, engine, { owner, now, forMs: leaseMs, onDeadly }),
    renew: (owner, keys, until) => renew(db, owner, keys, until),
    done: (work) => settle(db, work),
    async again(work, dueAt) {
      const { numUpdatedRows } = await held(db, work)
        .where('version', '=', work.claim.version)
        .set({ due_at: dueAt.getTime(), ...free })
        .executeTakeFirst();
      await freeWherePutAgain(db, work, numUpdatedRows);
    },
    nextAt: () => nextAt(db),
    ...parkedWork(db),
    async drop(person, kinds, before) {
      const stale = db.deleteFrom('due_work').where('person', '=', person).where('kind', 'in', kinds);
      const due = before ? stale.where('due_at', '<', before.getTime()) : stale;
      const { numDeletedRows } = await due.executeTakeFirst();
      return Number(numDeletedRows);
    },
    async hasLaterDue({ key, kind, person, dueAt }, now) {
      const later = await db
        .selectFrom('due_work')
        .select('key')
        .where('person', '=', person)
        .where('kind', '=', kind)
        .where('parked', 'is', null)
        .where('due_at', '<=', now.getTime())
        .where(({ eb, and, or }) =>
          or([
            eb('due_at', '>', dueAt.getTime()),
            and([eb('due_at', '=', dueAt.getTime()), eb('key', '>', key)]),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      return later !== undefined;
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

async function renew(db: Kysely<Tables>, owner: string, keys: string[], until: Date): Promise<void> {
  for (let from = 0; from < keys.length; from += renewedAtOnce) {
    await db
      .updateTable('due_work')
      .set({ lease_until: until.getTime() })
      .where('key', 'in', keys.slice(from, from + renewedAtOnce))
      .where('lease_owner', '=', owner)
      .execute();
  }
}

/**
 * Puts work, inside a transaction where `db` is one. Work that is there already becomes due anew; whoever holds it keeps
 * it until it is settled.
 */
export async function putDueWork(db: Kysely<Tables>, work: NewDueWork[]): Promise<void> {
  for (const { key, kind, person, payload, dueAt, heldBy, leftTo = null } of work) {
    const values = {
      kind,
      person,
      payload: JSON.stringify(payload),
      due_at: dueAt.getTime(),
      tries: 0,
      left_to: leftTo,
    };
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
  const { numDeletedRows } = await db
    .deleteFrom('due_work')
    .where('key', '=', work.key)
    .where('lease_owner', '=', work.claim.owner)
    .where('version', '=', work.claim.version)
    .executeTakeFirst();
  await freeWherePutAgain(db, work, numDeletedRows);
}
