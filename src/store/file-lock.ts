import { DatabaseSync } from 'node:sqlite';

const busy = 5;

/** A lock that the operating system frees with its process, however that ends, so that no stale one needs clearing. */
export interface FileLock {
  close(): void;
}

/** SQLite's own lock on a file of its own: undefined where another process has it. @throws the file system's errors. */
export function lockFile(file: string): FileLock | undefined {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
}
