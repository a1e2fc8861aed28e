import { type Kysely, sql } from 'kysely';
import type { DueWork, DueWorkStore, NewDueWork } from '../work/due-work.ts';
import { leaseMs } from '../work/lease.ts';
import { claimer, nextAt } from './claim.ts';
import type { Engine } from './engine.ts';
import { type Claimed, claimOf, free, freeWherePutAgain, heldStill } from './leased-work.ts';
import { parkedWork } from './parked-work.ts';
import { prepared } from './prepared.ts';
import type { DueWorkRow, Tables } from './tables.ts';
import { unsynced } from './unsynced.ts';

/** So many leases are renewed by one statement: few statements, none of which holds up a turn. */
const renewedAtOnce = 500;

/** Due work in the store. Everything that is read and then written is one statement, so that two claimers cannot both win. */
export function dueWorkStore(
  db: Kysely<Tables>,
  engine: Engine,
  onDeadly: (work: { key: string; kind: string }) => void,
): DueWorkStore {
  const claim = claimer(db, engine, onDeadly);
  return {
    put: (work) => putDueWork(db, work),
    claim: (owner, now, leaseMs) => claim(owner, { now, forMs: leaseMs }),
    renew: (owner, keys, until) => renew(db, owner, keys, until),
    done: (work, repeatable) => settle(db, work, repeatable ? deletingUnsynced : deleting),
    async again(work, dueAt) {
      const freed = await freeing.change(db, { ...claimOf(work), dueAt: dueAt.getTime() });
      await freeWherePutAgain(db, work, freed);
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
    await putting.change(db, {
      key,
      kind,
      person,
      payload: JSON.stringify(payload),
      due_at: dueAt.getTime(),
      left_to: leftTo,
      lease_owner: heldBy ?? null,
      lease_until: heldBy === undefined ? null : dueAt.getTime() + leaseMs,
    });
  }
}

type PutRow = Omit<DueWorkRow, 'tries' | 'version' | 'deaths' | 'parked'>;

const putting = prepared((db, row: PutRow) => {
  const { key, kind, person, payload, due_at, left_to, lease_owner, lease_until } = row;
  const values = { kind, person, payload, due_at, tries: 0, left_to, deaths: 0, parked: null };
  return db
    .insertInto('due_work')
    .values({ key, ...values, lease_owner, lease_until, version: 1 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ ...values, version: sql<number>`due_work.version + 1` }),
    );
});

/** Drops work by its keys, and a person's of a kind. */
export async function dropDueWork(
  db: Kysely<Tables>,
  drop: { keys: string[]; person: string; kinds: readonly string[] },
): Promise<void> {
  for (const key of drop.keys) await dropping.change(db, { key });
  for (const kind of drop.kinds) await droppingKind.change(db, { person: drop.person, kind });
}

const dropping = prepared((db, { key }: { key: string }) => db.deleteFrom('due_work').where('key', '=', key));
const droppingKind = prepared((db, { person, kind }: { person: string; kind: string }) =>
  db.deleteFrom('due_work').where('person', '=', person).where('kind', '=', kind),
);

const freeing = prepared((db, claim: Claimed & { dueAt: number }) =>
  heldStill(db, claim).set({ due_at: claim.dueAt, ...free }),
);

const deletion = (db: Kysely<Tables>, { key, owner, version }: Claimed) =>
  db
    .deleteFrom('due_work')
    .where('key', '=', key)
    .where('lease_owner', '=', owner)
    .where('version', '=', version);
const deleting = prepared(deletion);
const deletingUnsynced = prepared((db, claim: Claimed) => deletion(db, claim).modifyEnd(unsynced));

async function settle(db: Kysely<Tables>, work: DueWork, query: typeof deleting): Promise<boolean> {
  const deleted = await query.change(db, claimOf(work));
  await freeWherePutAgain(db, work, deleted);
  return deleted > 0;
}
