import { type PoolAccount, poolAccount } from './account.ts';
import { codeOfError } from './errors.ts';
import type { PoolNeeds } from './pool-needs.ts';
import { reportError } from './report-error.ts';

/** `away`: nobody knows at the moment. */
export type LookedUp = { kind: 'one'; found: PoolAccount } | { kind: 'none' } | { kind: 'away' };

/** Asks the pool for the one person of this principal name. Changes nothing there. */
export async function lookUp(needs: PoolNeeds, person: string, change?: string): Promise<LookedUp> {
  const answer = await needs.hosts.ask(person, { do: 'account', user: person });
  if (answer.kind === 'error') {
    reportError(needs, 'account', answer, change);
    return { kind: codeOfError('account', answer) === 'user_not_found' ? 'none' : 'away' };
  }
  if (answer.kind !== 'ok') return { kind: 'away' };
  const read = poolAccount(answer.ok, person, needs.settings.unlock);
  if (read.kind === 'one') return read;
  if (read.kind !== 'none') needs.report({ pool: 'refused', why: read.kind });
  return { kind: read.kind === 'nonsense' ? 'away' : 'none' };
}
