import type { Conversation } from '../conversations/conversation.ts';
import type { Person } from '../pin/attempt.ts';
import { expiryWork } from '../reminders/reminders.ts';
import { lateReminderAt, laterChoices } from '../reminders/schedule.ts';
import type { DueWork, WorkResult } from '../work/due-work.ts';
import { alertingCard, attemptOf, type DeliveryParts, deliver } from './deliver.ts';

export async function deliverReminder(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const attempt = await attemptOf(parts, work);
  if (!attempt?.changedAt) return { kind: 'done' };
  const { changedAt, reference } = attempt;
  const now = parts.reset.now();
  // The bot was away: of several that have become due one is enough, and not in the night.
  if (await parts.dueWork.hasLaterDue(work, now)) {
    await parts.reset.attempts.note(attempt.id, 'reminder_passed_over', now, { dueAt: work.dueAt.getTime() });
    return { kind: 'done' };
  }
  const waitUntil = lateReminderAt({ dueAt: work.dueAt, now, timeZone: attempt.timeZone });
  if (waitUntil) return { kind: 'again', at: waitUntil };
  const message = (chat: Conversation) => {
    const laterMorning = laterChoices({ now, timeZone: chat.timeZone }).morning;
    const facts = {
      change: attempt.id,
      reference,
      changedAt,
      laterMorning,
      last: work.payload.last === true,
    };
    return alertingCard(chat, parts.cards.reminder(chat, facts), 'summary.reminder');
  };
  return deliver(parts, work, attempt.person, message, () =>
    parts.reset.attempts.note(attempt.id, 'reminded', now),
  );
}

/** Asks the backend again before the note: the PIN may have been changed elsewhere meanwhile. */
export async function deliverExpiry(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const person: Person = { tenantId: String(work.payload.tenantId), userId: String(work.payload.userId) };
  const chat = await parts.conversations.find(person);
  if (!chat) return { kind: 'done' };
  const now = parts.reset.now();
  const call = { reference: parts.reset.newReference(), locale: chat.locale, timeoutMs: 15_000 };
  const answer = await parts.reset.backend.account(person.userId, call);
  if (answer.kind === 'away' || answer.kind === 'denied')
    return { kind: 'again', at: new Date(now.getTime() + 600_000) };
  const expiresAt = answer.kind === 'account' ? answer.account.pinExpiresAt : null;
  if (answer.kind !== 'account' || !expiresAt) return { kind: 'done' };
  const later = expiryWork(person, answer.account, chat, now);
  if (later) {
    await parts.reset.owe([later]);
    return { kind: 'done' };
  }
  return deliver(parts, work, person, () =>
    alertingCard(chat, parts.cards.expiry(chat, { expiresAt, expired: expiresAt <= now }), 'summary.expiry'),
  );
}
