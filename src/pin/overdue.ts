import type { DueWork, WorkResult } from '../work/due-work.ts';
import { openStates } from './life-cycle.ts';
import { cardWork, noteWork, type ResetParts } from './reset-parts.ts';

const hourMs = 3_600_000;
/** After how long without an outcome, counted from the submission, the person is told once more, and let go. */
export const overdueMs = { hour: hourMs, day: 24 * hourMs } as const;

/**
 * Due work: a change of which nothing is known for an hour, and then for a day. After the day the attempt is unsettled:
 * the person may reset again. The backend is asked all the same, and what it says later is still told.
 */
export async function overdue(parts: ResetParts, work: DueWork): Promise<WorkResult> {
  const changeId = String(work.payload.change);
  const attempt = await parts.attempts.byChange(changeId);
  if (!attempt?.submittedAt || !openStates.includes(attempt.state)) return { kind: 'done' };
  const at = parts.now();
  const dayOver = new Date(attempt.submittedAt.getTime() + overdueMs.day);
  if (at < dayOver) {
    await parts.attempts.settle(changeId, { kind: 'loseSight' }, at, {
      work: [cardWork(parts, attempt, at)],
    });
    await parts.owe([noteWork(attempt, 'unknown', at)]);
    return { kind: 'again', at: dayOver };
  }
  const told = [cardWork(parts, attempt, at), noteWork(attempt, 'unsettled', new Date(at.getTime() + 1_000))];
  if (await parts.attempts.settle(changeId, { kind: 'giveUp' }, at, { work: told }))
    parts.onUnsettled(attempt);
  parts.wake();
  return { kind: 'done' };
}
