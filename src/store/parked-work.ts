import { type Kysely, sql } from 'kysely';
import type { DueWorkStore } from '../work/due-work.ts';
import { claimOf, free, freeWherePutAgain, heldStill } from './leased-work.ts';
import type { Tables } from './tables.ts';

/** Work that nobody claims until somebody takes it up. */
export function parkedWork(
  db: Kysely<Tables>,
): Pick<DueWorkStore, 'park' | 'takeUp' | 'tryDeadly' | 'parked'> {
  return {
    async park(work, why) {
      const { numUpdatedRows } = await heldStill(db, claimOf(work))
        .set({ parked: why, ...free })
        .executeTakeFirst();
      await freeWherePutAgain(db, work, Number(numUpdatedRows));
    },
    async takeUp(person, now) {
      const parked = db.updateTable('due_work').set({ parked: null, due_at: now.getTime(), tries: 0 });
      const { numUpdatedRows } = await parked
        .where('person', '=', person)
        .where('parked', '=', 'blocked')
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
    async tryDeadly(now) {
      // One more death parks it again.
      await db
        .updateTable('due_work')
        .set({ parked: null, lease_owner: null, lease_until: null })
        .where('parked', '=', 'deadly')
        .where('due_at', '<=', now.getTime())
        .execute();
    },
    async parked() {
      const rows = await db
        .selectFrom('due_work')
        .select(['parked', sql<number>`count(*)`.as('many')])
        .where('parked', 'is not', null)
        .groupBy('parked')
        .execute();
      return Object.fromEntries(rows.map(({ parked, many }) => [parked, Number(many)]));
    },
  };
}
