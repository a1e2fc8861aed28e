import { personKey } from '../pin/attempt.ts';
import type { NewDueWork } from '../work/due-work.ts';
import type { Ticket } from './ticket.ts';

/** A person who waits longer is told that it is kept, and whom to call. */
const lateMs = 5_000;

/**
 * What a ticket asks for when it is written: to be delivered, to be shown as it is, and to be said to be late. `owner` has
 * the turn under way whose answer shows the same card: others leave both to it for a moment.
 */
export function owedFor(ticket: Ticket, owner: string): NewDueWork[] {
  const at = ticket.createdAt;
  const late = new Date(at.getTime() + lateMs);
  return [
    { ...work('ticket', ticket, at), leftTo: owner },
    // Nobody pressed for one that the bot writes by itself: it has no card until it is open.
    ...(ticket.cardId === undefined ? [] : [{ ...work('ticketCard', ticket, at), leftTo: owner }]),
    { ...work('ticketCard', ticket, late, { late: true }), key: `ticketLate:${ticket.id}` },
  ];
}

/** When it is settled: its card, and a short message, which rings. */
export const toldOf = (ticket: Ticket, at: Date): NewDueWork[] => [
  work('ticketCard', ticket, at),
  work('ticketNote', ticket, at),
];

const work = (kind: string, { id, person }: Ticket, dueAt: Date, more: object = {}): NewDueWork => ({
  key: `${kind}:${id}`,
  kind,
  dueAt,
  person: personKey(person),
  payload: { ticket: id, ...more },
});
