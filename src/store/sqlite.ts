import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a SQLite file so that what was committed survives a kill and a power cut.
 *
 * WAL with `synchronous=FULL` is read back at every open, because both are silently left as they
 * were where the file system or the build cannot do them (a network share has no shared memory).
 *
 * @throws Error with code `STORE_NOT_DURABLE` where the settings did not take.
 */
export function openSqlite(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file);
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  const journal = database.prepare('PRAGMA journal_mode').get()?.journal_mode;
  const synchronous = database.prepare('PRAGMA synchronous').get()?.synchronous;
  if (journal !== 'wal' || synchronous !== 2) {
    database.close();
    throw Object.assign(
      new Error(`${file} cannot be kept durable: journal ${journal}, synchronous ${synchronous}`),
      {
        code: 'STORE_NOT_DURABLE',
      },
    );
  }
  return database;
}
