import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';
import { script } from './host-process.ts';

/**
 * PowerShell would end without a word of what it misses.
 *
 * @throws StartError `SCRIPTS_MISSING`.
 */
export function mustHaveScripts(): void {
  const folder = dirname(script);
  const missing = ['pin-host.ps1', 'pin-cmdlets.ps1'].filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0)
    throw new StartError(
      'SCRIPTS_MISSING',
      `${folder} should hold ${missing.join(' and ')}: copy deploy/ too`,
    );
}
