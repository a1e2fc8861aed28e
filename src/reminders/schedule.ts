import { intoWorkingHours, inZone, nextMorning } from './working-hours.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How many days before a PIN expires its person is told. */
export const expiryNoticeDays = 7;

/**
 * When to remind a person after a change, in order, each instant once. The delays are durations, so that a day is
 * 24 hours. One of a day or more is moved into the person's working hours, never to an earlier instant; a shorter
 * one is kept as it is, since the person is at work on it.
 *
 * @param timeZone the person's IANA zone; one that is not known counts as UTC
 */
export function reminderTimes(asked: { changedAt: Date; delaysMs: number[]; timeZone: string }): Date[] {
  const times = asked.delaysMs.map((delayMs) => {
    const at = asked.changedAt.getTime() + delayMs;
    return delayMs < dayMs ? at : intoWorkingHours(inZone(new Date(at), asked.timeZone)).toMillis();
  });
  return [...new Set(times)].sort((a, b) => a - b).map((at) => new Date(at));
}

/**
 * When to send a reminder that is more than an hour late, because the bot was away: in the person's working hours.
 * Undefined where that is now, or where the reminder is not late.
 */
export function lateReminderAt(late: { dueAt: Date; now: Date; timeZone: string }): Date | undefined {
  if (late.now.getTime() - late.dueAt.getTime() <= hourMs) return undefined;
  const at = intoWorkingHours(inZone(late.now, late.timeZone)).toJSDate();
  return at > late.now ? at : undefined;
}

/** What "Remind me later" offers. */
export type LaterChoices = {
  /** In an hour, whatever the time of day: the person asks for it now. */
  hour: Date;
  /** The next 9:00 of a working day: at 7:00 on a Tuesday, that same Tuesday's. */
  morning: Date;
  /** Three days on by the calendar, at the same time of day, moved into working hours. */
  days: Date;
};

/** The instants that "Remind me later" offers. An unknown `timeZone` counts as UTC. */
export function laterChoices(asked: { now: Date; timeZone: string }): LaterChoices {
  const now = inZone(asked.now, asked.timeZone);
  return {
    hour: new Date(asked.now.getTime() + hourMs),
    morning: nextMorning(now).toJSDate(),
    days: intoWorkingHours(now.plus({ days: 3 })).toJSDate(),
  };
}

/**
 * When to tell a person that the PIN expires: {@link expiryNoticeDays} days before by the calendar, moved into
 * working hours, which is at most a weekend later and so always before the expiry. Undefined when that is not ahead
 * of `now`: whoever changes a PIN that lives for a week or less has just read its date. An unknown `timeZone`
 * counts as UTC.
 */
export function expiryNoteAt(asked: { expiresAt: Date; now: Date; timeZone: string }): Date | undefined {
  const notice = inZone(asked.expiresAt, asked.timeZone).minus({ days: expiryNoticeDays });
  const noteAt = intoWorkingHours(notice).toJSDate();
  return noteAt > asked.now ? noteAt : undefined;
}
