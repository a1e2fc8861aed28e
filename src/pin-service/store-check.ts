import type { DatabaseSync } from 'node:sqlite';
import { StartError } from './start-error.ts';

/**
 * Keeps a data folder to the store that it was made with: each takes what the other has left under way for something that
 * it is not.
 *
 * @throws StartError `STORE_CHANGED`.
 */
export function keepToOneStore(sql: DatabaseSync, dataDir: string, store: string): void {
  const { many } = sql.prepare('select count(*) as many from change').get() as { many: number };
  const known =
    sql.prepare('select name from store_check').get()?.name ?? (many > 0 ? 'embedded' : undefined);
  if (known === undefined) sql.prepare('insert into store_check values (1, ?)').run(store);
  else if (known !== store)
    throw new StartError(
      'STORE_CHANGED',
      `${dataDir} is of PIN_STORE=${known}: set PIN_SERVICE_DATA_DIR to another folder`,
    );
}
