import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type FileLock, lockFile } from '../store/file-lock.ts';
import { openSqlite } from '../store/sqlite.ts';
import { StartError } from './start-error.ts';

const schema = `
-- user_id is null where a change was withdrawn before it was ever seen; not a reference, for a change of
-- somebody unknown is kept too.
create table if not exists change (
  change_id text primary key,
  user_id text,
  status text not null check (status in ('pending', 'applied', 'rejected')),
  code text,
  taken_at integer not null,
  begun_at integer,
  settled_at integer
) strict;

create index if not exists change_of_user on change (user_id, taken_at);
create index if not exists change_by_time on change (taken_at);

-- Which store the folder is of. Before there were two it was the embedded one.
create table if not exists store_check (only integer primary key check (only = 1), name text not null) strict;
`;

/** The service's database and the lock that keeps a second service off the same folder. */
export interface Database {
  sql: DatabaseSync;
  close: () => void;
}

/**
 * Opens the accounts and changes of a data folder, for one process at a time: a second one would take the
 * first one's running changes for left behind by a crash.
 *
 * @throws StartError `DATA_DIR_UNUSABLE` or `DATA_DIR_IN_USE`.
 */
export function openDatabase(dataDir: string): Database {
  const lock = lockedFile(dataDir);
  try {
    const sql = openSqlite(join(dataDir, 'pin-service.db'));
    sql.exec(schema);
    return {
      sql,
      close: () => {
        sql.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw new StartError('DATA_DIR_UNUSABLE', `${dataDir} cannot hold the database`, { cause: error });
  }
}

function lockedFile(dataDir: string): FileLock {
  let lock: FileLock | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    lock = lockFile(join(dataDir, 'pin-service.lock'));
  } catch (error) {
    throw new StartError('DATA_DIR_UNUSABLE', `${dataDir} cannot be written`, { cause: error });
  }
  if (lock) return lock;
  const mend = 'stop that one, or set PIN_SERVICE_DATA_DIR (with npm start DATA_DIR) to another folder';
  throw new StartError('DATA_DIR_IN_USE', `${dataDir} is in use by another PIN service: ${mend}`);
}

/** Runs `work` in one transaction: all of it is durable when this returns, or none of it. */
export function inTransaction<T>(sql: DatabaseSync, work: () => T): T {
  sql.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    sql.exec('COMMIT');
    return result;
  } catch (error) {
    if (sql.isTransaction) sql.exec('ROLLBACK');
    throw error;
  }
}
