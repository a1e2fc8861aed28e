import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqlite } from '../store/sqlite.ts';
import { StartError } from './start-error.ts';

const schema = `
create table if not exists account (
  user_id text primary key,
  user_principal_name text not null unique,
  display_name text not null,
  phone_number text,
  extension text,
  enabled integer not null,
  disabled integer not null,
  locked text not null check (locked in ('no', 'temporary', 'administrator')),
  desk_phones text,
  policy text not null
) strict;

-- A person's PINs, the newest last. Only salted and peppered hashes.
create table if not exists pin (
  sequence integer primary key autoincrement,
  user_id text not null references account,
  hash text not null,
  set_at integer not null
) strict;
create index if not exists pin_of_user on pin (user_id, sequence);

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

create table if not exists pepper_check (only integer primary key check (only = 1), hash text not null) strict;
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

/** SQLite's own lock: the system frees it however the process ends, so no stale lock needs clearing. */
function lockedFile(dataDir: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    lock = new DatabaseSync(join(dataDir, 'pin-service.lock'));
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === 5) {
      throw new StartError('DATA_DIR_IN_USE', `${dataDir} is in use by another PIN service`);
    }
    throw new StartError('DATA_DIR_UNUSABLE', `${dataDir} cannot be written`, { cause: error });
  }
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
