import type { Attempt, AttemptStore, ResetLimit } from './attempt.ts';

/** More changes in all than a company makes: that is what a stolen channel looks like. It stops nobody. */
export interface ResetAlert extends ResetLimit {
  onAlert(attempt: Attempt): void;
}

/**
 * Raises the alert once in its time, however many changes follow and whichever replica sees them. Counted in the store,
 * so that a restart does not begin anew.
 */
export async function watchChanges(
  parts: { attempts: AttemptStore; now(): Date; resetAlert: ResetAlert },
  attempt: Attempt,
): Promise<void> {
  const { most, perMs, onAlert } = parts.resetAlert;
  const at = parts.now();
  const many = await parts.attempts.submittedSince(new Date(at.getTime() - perMs), most);
  if (many < most) return;
  const key = `alert:${Math.floor(at.getTime() / perMs)}`;
  if (await parts.attempts.noteOnce(key, attempt.id, 'alert', at)) onAlert(attempt);
}
