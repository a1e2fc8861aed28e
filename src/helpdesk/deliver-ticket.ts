import { waitMs } from '../pin/reset-parts.ts';
import type { DueWork, NewDueWork, WorkResult } from '../work/due-work.ts';
import type { Settled, Ticket, TicketStore } from './ticket.ts';
import type { Taken, TicketDesk, TicketLetter } from './zendesk.ts';

/** For so long a ticket is tried; then the person is told to call. */
const triedForMs = 86_400_000;
/** The desk remembers a key for two hours; a quarter less, so that no try comes as it forgets. */
const keyRememberedMs = 105 * 60_000;
const longestWaitMs = 10 * 60_000;

export interface TicketParts {
  tickets: TicketStore;
  desk: TicketDesk;
  now(): Date;
  random(): number;
  wake(): void;
  /** What the person is told when it is settled, as due work. */
  told(ticket: Ticket, settled: Settled, at: Date): NewDueWork[];
  onTried(ticket: Ticket, taken: Taken): void;
}

/**
 * Due work: hands a ticket to the desk, once. Within two hours of the first try the desk knows it again by its key; after
 * that it is looked for before it is sent again.
 */
export async function deliverTicket(parts: TicketParts, work: DueWork): Promise<WorkResult> {
  const ticket = await parts.tickets.find(String(work.payload.ticket));
  if (ticket?.state !== 'owed') return { kind: 'done' };
  const isLast = parts.now().getTime() - ticket.createdAt.getTime() >= triedForMs;
  const taken = await hand(parts, ticket, isLast);
  parts.onTried(ticket, taken);
  const settled = outcomeOf(taken, isLast);
  if (settled) {
    const at = parts.now();
    await parts.tickets.settle(ticket.id, settled, at, parts.told(ticket, settled, at));
    parts.wake();
    return { kind: 'done' };
  }
  const asked = taken.kind === 'later' ? cappedMs(taken.afterMs) : undefined;
  const backOffMs = Math.min(1_000 * 2 ** Math.min(work.tries - 1, 20), longestWaitMs);
  return { kind: 'again', at: new Date(parts.now().getTime() + waitMs(parts, asked, backOffMs)) };
}

/** A person waits for it: no gateway may put it off for hours. */
const cappedMs = (askedMs: number | undefined): number | undefined =>
  askedMs === undefined ? undefined : Math.min(askedMs, longestWaitMs);

async function hand(parts: TicketParts, ticket: Ticket, isLast: boolean): Promise<Taken> {
  const letter: TicketLetter = ticket;
  const { firstSentAt } = ticket;
  if (!firstSentAt) {
    // Written down before it may arrive.
    await parts.tickets.sending(ticket.id, parts.now());
    return parts.desk.create(letter);
  }
  if (isLast || parts.now().getTime() - firstSentAt.getTime() >= keyRememberedMs) {
    const found = await parts.desk.find(letter);
    if (found.kind !== 'none' || isLast) return found;
  }
  const taken = await parts.desk.create(letter);
  // What is refused now may have been taken before, without its answer coming through.
  if (taken.kind !== 'refused') return taken;
  const found = await parts.desk.find(letter);
  return found.kind === 'none' ? taken : found;
}

/** Undefined: it is tried again. Who is not let in may be let in again, when somebody has mended the settings. */
function outcomeOf(taken: Taken, isLast: boolean): Settled | undefined {
  switch (taken.kind) {
    case 'open':
      return { state: 'open', number: taken.number };
    case 'refused':
      return { state: 'failed', code: `status_${taken.status}` };
    case 'none':
      return { state: 'failed', code: 'not_taken' };
    case 'denied':
      return isLast ? { state: 'failed', code: `status_${taken.status}` } : undefined;
    case 'later':
      return isLast ? { state: 'failed', code: taken.why } : undefined;
  }
}
