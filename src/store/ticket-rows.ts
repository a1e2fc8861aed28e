import type { Problem, Requester, Ticket, TicketState } from '../helpdesk/ticket.ts';
import type { TicketRow } from './tables.ts';

export function ticketRowOf(ticket: Ticket): TicketRow {
  return {
    id: ticket.id,
    reference: ticket.reference,
    tenant_id: ticket.person.tenantId,
    user_id: ticket.person.userId,
    requester: JSON.stringify(ticket.requester),
    conversation_id: ticket.conversationId,
    attempt_id: ticket.attemptId ?? null,
    problem: ticket.problem,
    urgent: ticket.urgent ? 1 : 0,
    subject: ticket.subject,
    body: ticket.body,
    state: ticket.state,
    code: null,
    number: ticket.number ?? null,
    card_id: ticket.cardId ?? null,
    locale: ticket.locale,
    time_zone: ticket.timeZone,
    created_at: ticket.createdAt.getTime(),
    first_sent_at: null,
    settled_at: null,
  };
}

export function ticketOf(row: TicketRow): Ticket {
  return {
    id: row.id,
    reference: row.reference,
    person: { tenantId: row.tenant_id, userId: row.user_id },
    requester: JSON.parse(row.requester) as Requester,
    conversationId: row.conversation_id,
    problem: row.problem as Problem,
    urgent: row.urgent === 1,
    subject: row.subject,
    body: row.body,
    state: row.state as TicketState,
    locale: row.locale,
    timeZone: row.time_zone,
    createdAt: new Date(Number(row.created_at)),
    ...(row.attempt_id === null ? {} : { attemptId: row.attempt_id }),
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.card_id === null ? {} : { cardId: row.card_id }),
    ...(row.first_sent_at === null ? {} : { firstSentAt: new Date(Number(row.first_sent_at)) }),
    ...(row.settled_at === null ? {} : { settledAt: new Date(Number(row.settled_at)) }),
  };
}
