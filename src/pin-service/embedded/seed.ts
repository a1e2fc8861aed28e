import { readFileSync } from 'node:fs';
import { StartError } from '../start-error.ts';
import { builtInSeed } from './built-in-seed.ts';
import { type Person, seed } from './seed-form.ts';

/**
 * Reads the people of a seed file, or the built-in ones where no file is named.
 *
 * @throws StartError `SEED_INVALID` naming each place and what should stand there, never what stands there.
 */
export function readSeed(file: string | undefined): Person[] {
  const read = seed.safeParse(file === undefined ? builtInSeed : parsedFile(file));
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.') || 'the seed'} ${issue.message}`);
  throw new StartError('SEED_INVALID', `the seed ${file ?? ''} is wrong: ${faults.join('; ')}`);
}

function parsedFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // No cause: a JSON error quotes the text around the fault, which may be an initial PIN.
    const what = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new StartError('SEED_INVALID', `the seed file ${file} ${what}`);
  }
}
