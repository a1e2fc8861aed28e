import type { DueWork, WorkResult } from '../work/due-work.ts';
import type { Attempt } from './attempt.ts';
import type { BackendCall } from './backend.ts';
import { markUnknown, settleChange } from './change.ts';
import { askedStates } from './life-cycle.ts';
import { type ResetParts, waitMs } from './reset-parts.ts';

/** For so long a backend of the contract keeps a change; after that its answer would mean nothing. */
const keptMs = 30 * 24 * 3_600_000;
/** A change of which nothing is known for an hour is asked for at leisure. */
const hourMs = 3_600_000;

/**
 * Due work: what became of a change whose answer never came, or that the backend has taken and not done?
 *
 * A change that the service has not seen may still arrive, so that asking proves nothing: it is withdrawn, which always
 * ends in a known answer. With back-off, for as long as it takes: the outcome is never guessed.
 */
export async function look(parts: ResetParts, work: DueWork): Promise<WorkResult> {
  const changeId = String(work.payload.change);
  const attempt = await parts.attempts.byChange(changeId);
  if (!attempt || !askedStates.includes(attempt.state)) return { kind: 'done' };
  const waitedMs = parts.now().getTime() - (attempt.submittedAt ?? attempt.createdAt).getTime();
  if (waitedMs > keptMs) return { kind: 'done' };
  const call = { reference: attempt.reference, locale: attempt.locale, timeoutMs: 10_000 };
  const answer = await askAfter(parts, changeId, call, work.payload.taken !== true && work.tries === 1);
  if (answer.kind === 'applied' || answer.kind === 'rejected') {
    await settleChange(parts, attempt, changeId, answer);
    parts.wake();
    return { kind: 'done' };
  }
  await tellThatNobodyKnows(parts, attempt, changeId, { waitedMs, taken: answer.kind === 'pending' });
  const asked = 'retryAfterMs' in answer ? retryWithin(answer.retryAfterMs) : undefined;
  const delayMs = waitMs(parts, asked, backOffMs(work.tries, waitedMs));
  return { kind: 'again', at: new Date(parts.now().getTime() + delayMs) };
}

/** Withdrawn at first, where the backend has not said that it took the change; what is under way is then asked after. */
async function askAfter(parts: ResetParts, changeId: string, call: BackendCall, withdraw: boolean) {
  const seen = withdraw ? undefined : await parts.backend.look(changeId, call);
  return !seen || seen.kind === 'not_found' ? await parts.backend.withdraw(changeId, call) : seen;
}

/** A change that the backend has taken may take its time; one of which nobody knows is told as such. */
async function tellThatNobodyKnows(
  parts: ResetParts,
  attempt: Attempt,
  changeId: string,
  { waitedMs, taken }: { waitedMs: number; taken: boolean },
): Promise<void> {
  if (attempt.state !== 'submitted' || (taken && waitedMs < parts.changeTimeoutMs)) return;
  await markUnknown(parts, attempt, changeId);
  parts.wake();
}

/** A person waits: no gateway may put off the next question for longer than a minute. */
const retryWithin = (askedMs: number | undefined): number | undefined =>
  askedMs === undefined ? undefined : Math.min(askedMs, 60_000);

/** One second at first, a minute in the end, ten of them after an hour. */
function backOffMs(tries: number, waitedMs: number): number {
  return Math.min(1_000 * 1.5 ** Math.min(tries - 1, 20), waitedMs < hourMs ? 60_000 : 600_000);
}
