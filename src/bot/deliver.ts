import type { Activity } from 'botbuilder';
import type { Conversation, ConversationStore } from '../conversations/conversation.ts';
import { sayIn, type TextKey } from '../language/catalogue.ts';
import type { Log } from '../log.ts';
import type { Attempt, Person } from '../pin/attempt.ts';
import { waitMs } from '../pin/reset-parts.ts';
import type { DueWork, WorkResult } from '../work/due-work.ts';
import type { Card } from './cards/cards.ts';
import type { Connector, Sent } from './connector.ts';
import { alerting, cardMessage } from './messages.ts';
import type { DeskParts } from './reply-to-desk.ts';
import type { TicketReplyParts } from './reply-to-ticket.ts';
import type { TurnGate } from './turn-gate.ts';

export interface DeliveryParts extends TicketReplyParts, DeskParts {
  connector: Connector;
  conversations: ConversationStore;
  gate: TurnGate;
  log: Log;
}

/** Sends a new message to a person, outside a turn. */
export async function deliver(
  parts: DeliveryParts,
  work: DueWork,
  person: Person,
  message: (chat: Conversation) => Partial<Activity>,
  onSent: () => Promise<void> = async () => {},
): Promise<WorkResult> {
  const chat = await parts.conversations.find(person);
  // Removed meanwhile: there is nobody to tell.
  if (!chat) return { kind: 'done' };
  const sent = await parts.connector.send(
    chat.serviceUrl,
    chat.conversationId,
    addressed(message(chat), chat),
  );
  if (sent.kind === 'sent') await onSent();
  return settled(parts, work, sent);
}

/** Puts a message into the place of a card; where that is gone, or there is none, it is a new one. */
export async function deliverInPlace(
  parts: DeliveryParts,
  work: DueWork,
  chat: Conversation,
  shown: { cardId: string | undefined; message: Partial<Activity>; onSent(newId?: string): Promise<void> },
): Promise<WorkResult> {
  const { serviceUrl, conversationId } = chat;
  const message = addressed(shown.message, chat);
  if (shown.cardId !== undefined) {
    const updated = await parts.connector.update(serviceUrl, conversationId, shown.cardId, message);
    if (updated.kind === 'sent') {
      await shown.onSent();
      return { kind: 'done', repeatable: true };
    }
    if (updated.kind !== 'gone' && updated.kind !== 'refused') return settled(parts, work, updated);
  }
  const sent = await parts.connector.send(serviceUrl, conversationId, message);
  if (sent.kind === 'sent') await shown.onSent(sent.id);
  return settled(parts, work, sent);
}

export function alertingCard(chat: Conversation, card: Card, summary: TextKey): Partial<Activity> {
  return alerting(cardMessage(card, sayIn(chat.locale)(summary)));
}

export function addressed(message: Partial<Activity>, chat: Conversation): Partial<Activity> {
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
export function settled(parts: DeliveryParts, work: DueWork, sent: Sent): WorkResult {
  if (sent.kind === 'later') {
    const backOffMs = Math.min(500 * 2 ** Math.min(work.tries - 1, 20), 300_000);
    return {
      kind: 'again',
      at: new Date(parts.reset.now().getTime() + waitMs(parts.reset, sent.afterMs, backOffMs)),
    };
  }
  if (sent.kind === 'sent') return { kind: 'done' };
  parts.log.warn({ kind: work.kind, user: work.person, sent: sent.kind }, 'not delivered');
  return sent.kind === 'refused' ? { kind: 'done' } : { kind: 'parked', why: 'blocked' };
}

export async function attemptOf(parts: DeliveryParts, work: DueWork): Promise<Attempt | undefined> {
  return parts.reset.attempts.find(String(work.payload.attempt));
}

/** So much later, a minute at most. */
export const laterBy = ({ reset }: DeliveryParts, delayMs: number): Date =>
  new Date(reset.now().getTime() + Math.min(delayMs, 60_000));
