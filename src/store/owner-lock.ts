import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 200;
const busy = 5;

/**
 * Makes this process the one owner of `dataDir`, so that all leases in it are its own to take. The lock is the operating
 * system's, on a file beside the store: it goes with the process, however that ends.
 *
 * @param patienceMs how long a process that is on its way out is waited for; `onWait` is told that it is
 * @returns what gives the folder up
 * @throws Error with code `DATA_DIR_OWNED` where another process keeps it; the file system's own errors
 */
export async function ownDataDir(
  dataDir: string,
  patienceMs: number,
  onWait: () => void = () => {},
): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const lock = tryLock(join(dataDir, 'owner.lock'));
    if (lock) return () => lock.close();
    if (waitedMs === 0) onWait();
    if (waitedMs >= patienceMs) break;
    await delay(lookEveryMs);
  }
  throw Object.assign(new Error(`${dataDir} has another owner`), { code: 'DATA_DIR_OWNED' });
}

function tryLock(file: string): DatabaseSync | undefined {
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
