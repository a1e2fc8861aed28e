import type { Kysely } from 'kysely';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import type { Tables } from './tables.ts';

export function dialogStateStore(db: Kysely<Tables>): DialogStateStore {
  return {
    async read(keys) {
      const rows = await db.selectFrom('dialog_state').selectAll().where('key', 'in', keys).execute();
      return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
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
