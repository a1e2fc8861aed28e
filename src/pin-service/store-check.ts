import type { DatabaseSync } from 'node:sqlite';
import { StartError } from './start-error.ts';

/**
 * Keeps a data folder to the store that it was made with: each takes what the other has left under way for something that
 * it is not.
 *
 * @throws StartError `STORE_CHANGED`.
 */
export function keepToOneStore(sql: DatabaseSync, dataDir: string, store: string): void {
  // Before there were two stores it was the embedded one.
  const isOld = sql.prepare("select 1 from sqlite_master where name = 'account'").get() !== undefined;
  const known = sql.prepare('select name from store_check').get()?.name ?? (isOld ? 'embedded' : undefined);
  if (known === undefined) sql.prepare('insert into store_check values (1, ?)').run(store);
  else if (known !== store)
    throw new StartError(
      'STORE_CHANGED',
      `${dataDir} is of PIN_STORE=${known}: set PIN_SERVICE_DATA_DIR to another folder`,
    );
}
