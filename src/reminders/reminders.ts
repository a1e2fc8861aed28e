import { type Attempt, type Person, personKey } from '../pin/attempt.ts';
import type { PinAccount } from '../pin/backend.ts';
import type { NewDueWork } from '../work/due-work.ts';
import { expiryNoteAt, laterChoices, reminderTimes } from './schedule.ts';

/** Kinds of due work. */
export const reminderKind = 'reminder';
export const expiryKind = 'expiry';

/** When a person wants to be reminded again. */
export type Later = 'hour' | 'morning' | 'days';

/**
 * The reminders of a change: one for each delay, from a day on in the person's working hours. None where the backend
 * knows that the person has no desk phone. Each names the change, so that a redelivered settling makes none twice.
 */
export function remindersAfter(attempt: Attempt, changedAt: Date, delaysMs: number[]): NewDueWork[] {
  if (attempt.account?.deskPhones?.length === 0) return [];
  const times = reminderTimes({ changedAt, delaysMs, timeZone: attempt.timeZone });
  return times.map((dueAt, index) =>
    reminder(attempt, dueAt, `${index + 1}`, { last: index === times.length - 1 }),
  );
}

/** The note before the new PIN expires, as far as the policy tells. It asks the backend again before it is sent. */
export function expiryAfter(attempt: Attempt, changedAt: Date): NewDueWork[] {
  const days = attempt.account?.policy.lifetimeDays ?? 0;
  if (!attempt.account || days === 0) return [];
  const pinExpiresAt = new Date(changedAt.getTime() + days * 86_400_000);
  const work = expiryWork(attempt.person, { ...attempt.account, pinExpiresAt }, attempt, changedAt);
  return work ? [work] : [];
}

/** The reminder that the person asked for. It takes the place of those before it; later ones stay. */
export function remindLater(attempt: Attempt, when: Later, now: Date): NewDueWork {
  const dueAt = laterChoices({ now, timeZone: attempt.timeZone })[when];
  return reminder(attempt, dueAt, 'later', { last: false });
}

function reminder(attempt: Attempt, dueAt: Date, name: string, more: { last: boolean }): NewDueWork {
  return {
    key: `${reminderKind}:${attempt.changeId}:${name}`,
    kind: reminderKind,
    dueAt,
    person: personKey(attempt.person),
    payload: { attempt: attempt.id, ...more },
  };
}

/** A look at the expiry date a week before it; undefined where there is none or it is too near for a note. */
export function expiryWork(
  person: Person,
  account: PinAccount,
  chat: { timeZone: string },
  now: Date,
): NewDueWork | undefined {
  if (!account.pinExpiresAt) return undefined;
  const dueAt = expiryNoteAt({ expiresAt: account.pinExpiresAt, now, timeZone: chat.timeZone });
  if (!dueAt) return undefined;
  const expiresAt = account.pinExpiresAt.getTime();
  return {
    key: `${expiryKind}:${personKey(person)}`,
    kind: expiryKind,
    dueAt,
    person: personKey(person),
    payload: { ...person, expiresAt },
  };
}
