import type { Attempt, AttemptStore, ResetLimit } from './attempt.ts';

/** More changes in all than a company makes: that is what a stolen channel looks like. It stops nobody. */
export interface ResetAlert extends ResetLimit {
  onAlert(attempt: Attempt): void;
  /** No other process writes into the store. */
  isAlone: boolean;
  /** So many changes may follow before they have to be counted again. */
  spare: number;
}

/**
 * Raises the alert once in its time, however many changes follow and whichever replica sees them. Counted in the store,
 * so that a restart does not begin anew.
 */
export async function watchChanges(
  parts: { attempts: AttemptStore; now(): Date; resetAlert: ResetAlert },
  attempt: Attempt,
): Promise<void> {
  const { resetAlert } = parts;
  const { most, perMs, onAlert } = resetAlert;
  if (resetAlert.spare > 0) {
    resetAlert.spare -= 1;
    return;
  }
  const at = parts.now();
  const many = await parts.attempts.submittedSince(new Date(at.getTime() - perMs), most);
  if (many < most) {
    // Each change adds one, and time takes some away: before so many there are not enough. Those of others are not seen.
    resetAlert.spare = resetAlert.isAlone ? most - many - 1 : 0;
    return;
  }
  const key = `alert:${Math.floor(at.getTime() / perMs)}`;
  if (await parts.attempts.noteOnce(key, attempt.id, 'alert', at)) onAlert(attempt);
}
