import { cardWork, type ResetParts } from '../pin/reset-parts.ts';
import type { DueWork, NewDueWork, WorkResult } from '../work/due-work.ts';
import type { OldDataStore, Removed } from './old-data.ts';

/** So few rows at once that nobody's turn waits for them. */
const batchRows = 200;
const pauseMs = 100;
const everyMs = 3_600_000;
/** A dialog goes on within minutes, or not at all. */
const dialogMs = 86_400_000;

export interface SweepParts {
  reset: Pick<ResetParts, 'attempts' | 'now' | 'owner' | 'wake'>;
  oldData: OldDataStore;
  /** How long attempts and their events are kept. */
  auditRetentionMs: number;
  /** How long the bot keeps where it can write to a person who does not write. */
  referenceRetentionMs: number;
  onRemoved(removed: Removed & { formsClosed: number }): void;
}

/** Due work that never ends: one process in all takes it, and puts it off by an hour when nothing is left. */
export const sweepWork = (dueAt: Date): NewDueWork => ({
  key: 'sweep',
  kind: 'sweep',
  dueAt,
  person: '',
  payload: {},
});

/** Due work: closes forms whose time is over, and removes what its settings' times have passed for, batch by batch. */
export async function sweep(parts: SweepParts, _work: DueWork): Promise<WorkResult> {
  const now = parts.reset.now();
  const before = (ageMs: number) => new Date(now.getTime() - ageMs);
  const formsClosed = await closeForms(parts, now);
  const removed = await parts.oldData.remove(
    {
      audit: before(parts.auditRetentionMs),
      references: before(parts.referenceRetentionMs),
      dialogs: before(dialogMs),
    },
    batchRows,
  );
  const counts = [formsClosed, ...Object.values(removed)];
  if (counts.some((count) => count > 0)) parts.onRemoved({ ...removed, formsClosed });
  const more = counts.some((count) => count >= batchRows);
  return { kind: 'again', at: new Date(parts.reset.now().getTime() + (more ? pauseMs : everyMs)) };
}

/** In the chat too: whoever finds the form there later should not type a PIN into it. */
async function closeForms({ reset }: SweepParts, now: Date): Promise<number> {
  const overdue = await reset.attempts.overdueForms(now, batchRows);
  for (const form of overdue)
    await reset.attempts.close(form.id, 'expire', now, [cardWork(reset, form, now)]);
  if (overdue.length > 0) reset.wake();
  return overdue.length;
}
