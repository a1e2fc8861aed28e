import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Makes the folder if need be and tries to write in it. Gives one line for a person where that fails. */
export function unwritableFolder(path: string, setting: string): string | undefined {
  const folder = resolve(path);
  const probe = join(folder, `.can-write-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return `The data folder ${folder} cannot be written to (${code}). ${setting} can name another.`;
  }
}
