import type { DueWork, WorkResult } from '../work/due-work.ts';
import { settleChange } from './change.ts';
import type { ResetParts } from './reset-parts.ts';

/**
 * Due work: what became of a change whose answer never came, or that the backend has taken and not done?
 *
 * A change that the service has not seen may still arrive, so it is withdrawn, which always ends in a known answer.
 * Asked with back-off, for as long as it takes: the outcome is never guessed.
 */
export async function look(parts: ResetParts, work: DueWork): Promise<WorkResult> {
  const changeId = String(work.payload.change);
  const attempt = await parts.attempts.byChange(changeId);
  if (!attempt || (attempt.state !== 'submitted' && attempt.state !== 'unknown')) return { kind: 'done' };
  if (parts.inFlight.has(changeId)) return again(parts, 1_000);
  const call = { reference: attempt.reference, locale: attempt.locale, timeoutMs: 10_000 };
  const seen = await parts.backend.look(changeId, call);
  const answer = seen.kind === 'not_found' ? await parts.backend.withdraw(changeId, call) : seen;
  switch (answer.kind) {
    case 'applied':
    case 'rejected':
      await settleChange(parts, attempt, changeId, answer);
      parts.wake();
      return { kind: 'done' };
    default:
      return again(
        parts,
        ('retryAfterMs' in answer ? answer.retryAfterMs : undefined) ?? backOffMs(work.tries),
      );
  }
}

const again = (parts: ResetParts, delayMs: number): WorkResult => ({
  kind: 'again',
  at: new Date(parts.now().getTime() + delayMs),
});

/** One second at first, a minute in the end. */
const backOffMs = (tries: number): number => Math.min(1_000 * 1.5 ** Math.min(tries - 1, 20), 60_000);
