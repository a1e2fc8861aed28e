import { setImmediate as turn } from 'node:timers/promises';
import { templatesAhead } from './bot/cards/template.ts';
import { understandAgain } from './language/understood-again.ts';

/**
 * The slow part of the first turns, for which neither a start nor a person should wait: the language, the dialogs and the
 * cards. Between its steps whoever has come meanwhile is answered.
 */
export async function loadAhead(): Promise<void> {
  await turn();
  understandAgain('reset my PIN', 'en');
  await turn();
  await import('./bot/dialogs/dialogs.ts');
  for (const _ of templatesAhead()) await turn();
}
