import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StartError } from '../start-error.ts';
import { hashPin, isHashOf } from './pin-hash.ts';

/** What is hashed to know the pepper again. No PIN: it has letters. */
const checkText = 'pepper-check';

/**
 * The pepper of the settings, or else the one kept in the data folder, made at the first start.
 *
 * @throws StartError `PEPPER_CHANGED` where the PINs on file were hashed with another: the history of
 * everybody would silently be forgotten.
 */
export async function readPepper(
  given: string | undefined,
  dataDir: string,
  sql: DatabaseSync,
): Promise<Buffer> {
  const pepper = given === undefined ? keptPepper(join(dataDir, 'pepper')) : Buffer.from(given, 'utf8');
  const known = sql.prepare('select hash from pepper_check').get()?.hash;
  if (known === undefined) {
    sql.prepare('insert into pepper_check values (1, ?)').run(await hashPin(checkText, pepper));
  } else if (!(await isHashOf(checkText, pepper, String(known)))) {
    throw new StartError('PEPPER_CHANGED', `the pepper is not the one that ${dataDir} was made with`);
  }
  return pepper;
}

function keptPepper(file: string): Buffer {
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const pepper = randomBytes(32);
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, `${pepper.toString('hex')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  return pepper;
}
