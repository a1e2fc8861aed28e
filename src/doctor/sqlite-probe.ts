import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openSqlite } from '../store/sqlite.ts';

/**
 * Writes a SQLite file of its own into the folder, reads it back and removes it, and the folders that had to be made for
 * it. The bot's own file is left alone: another version of the bot, or another account's, may be at work with it.
 *
 * @throws the file system's and SQLite's errors, and `STORE_NOT_DURABLE`
 */
export function probeSqlite(dataDir: string): void {
  const folder = resolve(dataDir);
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `doctor-${randomUUID()}.sqlite`);
  try {
    writeAndRead(file);
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
    if (made !== undefined) removeUpTo(resolve(made), folder);
  }
}

function writeAndRead(file: string): void {
  const written = randomUUID();
  const first = openSqlite(file);
  try {
    first.exec('CREATE TABLE probe (word TEXT NOT NULL)');
    first.prepare('INSERT INTO probe VALUES (?)').run(written);
  } finally {
    first.close();
  }
  const second = openSqlite(file);
  try {
    const read = second.prepare('SELECT word FROM probe').get()?.word;
    if (read !== written)
      throw Object.assign(new Error('Another word was read'), { code: 'STORE_NOT_DURABLE' });
  } finally {
    second.close();
  }
}

/** Only folders that are empty: somebody else may have begun to use them. */
function removeUpTo(first: string, folder: string): void {
  try {
    for (let each = folder; ; each = dirname(each)) {
      rmdirSync(each);
      if (each === first) return;
    }
  } catch {
    // It is in use by now.
  }
}
