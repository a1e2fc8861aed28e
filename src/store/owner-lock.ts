import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockFile } from './file-lock.ts';

const lookEveryMs = 200;

/**
 * Makes this process the one owner of `dataDir`, so that all leases in it are its own to take. The lock is on a file
 * beside the store and goes with the process.
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
    const lock = lockFile(join(dataDir, 'owner.lock'));
    if (lock) return () => lock.close();
    if (waitedMs === 0) onWait();
    if (waitedMs >= patienceMs) break;
    await delay(lookEveryMs);
  }
  throw Object.assign(new Error(`${dataDir} has another owner`), { code: 'DATA_DIR_OWNED' });
}
