import type { Kysely } from 'kysely';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

/** Asked at every turn. */
const reading = prepared((db, { key }: { key: string }) =>
  db.selectFrom('dialog_state').selectAll().where('key', '=', key),
);

export function dialogStateStore(db: Kysely<Tables>): DialogStateStore {
  return {
    async read(keys) {
      const rows = await Promise.all(keys.map((key) => reading.first(db, { key })));
      return Object.fromEntries(
        rows.flatMap((row) => (row ? [[row.key, JSON.parse(row.value) as unknown]] : [])),
      );
    },
    async write(values) {
      for (const [key, content] of Object.entries(values)) {
        const row = { value: JSON.stringify(content), updated_at: Date.now() };
        await db
          .insertInto('dialog_state')
          .values({ key, ...row })
          .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
          .execute();
      }
    },
    async delete(keys) {
      await db.deleteFrom('dialog_state').where('key', 'in', keys).execute();
    },
  };
}
