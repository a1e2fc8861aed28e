import type { Activity } from 'botbuilder';
import type { Conversation, ConversationStore } from '../conversations/conversation.ts';
import { sayIn, type TextKey } from '../language/catalogue.ts';
import type { Log } from '../log.ts';
import { type Attempt, type Person, personKey } from '../pin/attempt.ts';
import { type NoteName, waitMs } from '../pin/reset-parts.ts';
import { expiryWork } from '../reminders/reminders.ts';
import { laterChoices } from '../reminders/schedule.ts';
import type { DueWork, WorkHandler, WorkResult } from '../work/due-work.ts';
import { attemptCard } from './attempt-card.ts';
import type { Card } from './cards/cards.ts';
import type { Connector, Sent } from './connector.ts';
import { alerting, cardMessage } from './messages.ts';
import type { ReplyParts } from './reply.ts';
import { summaryOf } from './reply-to-form.ts';
import type { TurnGate } from './turn-gate.ts';

export interface DeliveryParts extends ReplyParts {
  connector: Connector;
  conversations: ConversationStore;
  gate: TurnGate;
  log: Log;
}

/** What the bot owes a person outside a turn, by kind of due work. */
export function deliveries(parts: DeliveryParts): Record<string, WorkHandler> {
  return {
    card: (work) => deliverCard(parts, work),
    note: (work) => deliverNote(parts, work),
    reminder: (work) => deliverReminder(parts, work),
    expiry: (work) => deliverExpiry(parts, work),
    welcome: (work) => deliverWelcome(parts, work),
  };
}

/** Makes the card in the chat agree with the attempt; one that is gone becomes a new message. */
async function deliverCard(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const attempt = await attemptOf(parts, work);
  const chat = attempt && (await parts.conversations.find(attempt.person));
  if (!attempt || !chat) return { kind: 'done' };
  const again =
    work.payload.again === 'expired' || work.payload.again === 'replaced' ? work.payload.again : undefined;
  const message = cardMessage(
    attemptCard(parts.cards, attempt, again),
    sayIn(attempt.locale)(summaryOf(attempt)),
  );
  if (attempt.cardId !== undefined) {
    const updated = await parts.connector.update(
      chat.serviceUrl,
      chat.conversationId,
      attempt.cardId,
      addressed(message, chat),
    );
    if (updated.kind !== 'gone') return settled(parts, work, updated);
  }
  const sent = await parts.connector.send(chat.serviceUrl, chat.conversationId, addressed(message, chat));
  if (sent.kind === 'sent' && sent.id) await parts.reset.attempts.setCard(attempt.id, sent.id);
  return settled(parts, work, sent);
}

/** A short message carries the notification, which an edited card does not. */
async function deliverNote(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const attempt = await attemptOf(parts, work);
  if (!attempt) return { kind: 'done' };
  const text = sayIn(attempt.locale)(`note.${work.payload.name as NoteName}`);
  return deliver(parts, work, attempt.person, () => alerting({ type: 'message', text, summary: text }));
}

async function deliverReminder(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const attempt = await attemptOf(parts, work);
  if (!attempt?.changedAt) return { kind: 'done' };
  const { changedAt, reference } = attempt;
  const result = await deliver(parts, work, attempt.person, (chat) => {
    const laterMorning = laterChoices({ now: parts.reset.now(), timeZone: chat.timeZone }).morning;
    const facts = {
      change: attempt.id,
      reference,
      changedAt,
      laterMorning,
      last: work.payload.last === true,
    };
    return alertingCard(chat, parts.cards.reminder(chat, facts), 'summary.reminder');
  });
  if (result.kind === 'done') await parts.reset.attempts.note(attempt.id, 'reminded', parts.reset.now());
  return result;
}

/** Asks the backend again before the note: the PIN may have been changed elsewhere meanwhile. */
async function deliverExpiry(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const person: Person = { tenantId: String(work.payload.tenantId), userId: String(work.payload.userId) };
  const chat = await parts.conversations.find(person);
  if (!chat) return { kind: 'done' };
  const now = parts.reset.now();
  const call = { reference: parts.reset.newReference(), locale: chat.locale, timeoutMs: 15_000 };
  const answer = await parts.reset.backend.account(person.userId, call);
  if (answer.kind === 'away' || answer.kind === 'denied')
    return { kind: 'again', at: new Date(now.getTime() + 600_000) };
  const expiresAt = answer.kind === 'account' ? answer.account.pinExpiresAt : null;
  if (answer.kind !== 'account' || !expiresAt || expiresAt <= now) return { kind: 'done' };
  const later = expiryWork(person, answer.account, chat, now);
  if (later) {
    await parts.reset.owe([later]);
    return { kind: 'done' };
  }
  return deliver(parts, work, person, () =>
    alertingCard(chat, parts.cards.expiry(chat, { expiresAt }), 'summary.expiry'),
  );
}

async function deliverWelcome(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const person: Person = { tenantId: String(work.payload.tenantId), userId: String(work.payload.userId) };
  return deliver(parts, work, person, (chat) =>
    cardMessage(parts.cards.welcome(chat, {}), sayIn(chat.locale)('summary.welcome')),
  );
}

async function deliver(
  parts: DeliveryParts,
  work: DueWork,
  person: Person,
  message: (chat: Conversation) => Partial<Activity>,
): Promise<WorkResult> {
  const chat = await parts.conversations.find(person);
  // Removed meanwhile: there is nobody to tell.
  if (!chat) return { kind: 'done' };
  const sent = await parts.connector.send(
    chat.serviceUrl,
    chat.conversationId,
    addressed(message(chat), chat),
  );
  return settled(parts, work, sent);
}

function alertingCard(chat: Conversation, card: Card, summary: TextKey): Partial<Activity> {
  return alerting(cardMessage(card, sayIn(chat.locale)(summary)));
}

function addressed(message: Partial<Activity>, chat: Conversation): Partial<Activity> {
  return {
    ...message,
    channelId: chat.channelId,
    from: { id: chat.botId, name: '' },
    recipient: { id: chat.accountId, name: '' },
    conversation: { id: chat.conversationId } as Activity['conversation'],
  };
}

/**
 * Half a second at first, five minutes in the end, each time a little apart from the others. What the channel lets not
 * through is parked until the person writes again; what it refuses for good is given up, and said in the log.
 */
function settled(parts: DeliveryParts, work: DueWork, sent: Sent): WorkResult {
  if (sent.kind === 'later') {
    const backOffMs = Math.min(500 * 2 ** Math.min(work.tries - 1, 20), 300_000);
    return {
      kind: 'again',
      at: new Date(parts.reset.now().getTime() + waitMs(parts.reset, sent.afterMs, backOffMs)),
    };
  }
  if (sent.kind === 'sent') return { kind: 'done' };
  parts.log.warn({ kind: work.kind, person: work.person, sent: sent.kind }, 'not delivered');
  return sent.kind === 'refused' ? { kind: 'done' } : { kind: 'parked', why: 'blocked' };
}

async function attemptOf(parts: DeliveryParts, work: DueWork): Promise<Attempt | undefined> {
  return parts.reset.attempts.find(String(work.payload.attempt));
}

export const welcomeWork = (person: Person, installation: string, dueAt: Date) => ({
  key: `welcome:${personKey(person)}:${installation}`,
  kind: 'welcome',
  dueAt,
  person: personKey(person),
  payload: { ...person },
});
