import { sayIn } from '../language/catalogue.ts';
import type { DueWork, WorkResult } from '../work/due-work.ts';
import { type DeliveryParts, deliver, deliverInPlace } from './deliver.ts';
import { alerting, cardMessage } from './messages.ts';
import { ticketReply } from './reply-to-ticket.ts';

/** Makes the ticket's card agree with what became of it; one that is gone becomes a new message. */
export async function deliverTicketCard(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const ticket = await parts.tickets.find(String(work.payload.ticket));
  const chat = ticket && (await parts.conversations.find(ticket.person));
  if (!ticket || !chat) return { kind: 'done' };
  const isLate = work.payload.late === true;
  if (isLate && ticket.state !== 'owed') return { kind: 'done' };
  const { card, summary } = ticketReply(parts, ticket, ticket, isLate);
  const message = cardMessage(card, sayIn(ticket.locale)(summary));
  return deliverInPlace(parts, work, chat, {
    cardId: ticket.cardId,
    message,
    async onSent(newId) {
      if (newId) await parts.tickets.setCard(ticket.id, newId);
    },
  });
}

/** A short message carries the notification, which an edited card does not. */
export async function deliverTicketNote(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const ticket = await parts.tickets.find(String(work.payload.ticket));
  if (!ticket || ticket.state === 'owed') return { kind: 'done' };
  const say = sayIn(ticket.locale);
  const { number = '' } = ticket;
  const text = ticket.state === 'open' ? say('note.ticketOpen', { number }) : say('note.ticketFailed');
  return deliver(parts, work, ticket.person, () => alerting({ type: 'message', text, summary: text }));
}
