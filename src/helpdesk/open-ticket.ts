import { type Say, sayIn } from '../language/catalogue.ts';
import { type Attempt, type Person, personKey } from '../pin/attempt.ts';
import type { NewDueWork } from '../work/due-work.ts';
import { type LetterFacts, letterOf, type PhoneTrouble } from './letter.ts';
import { masked } from './mask.ts';
import type { NewTicket, Problem, Requester, Ticket, TicketStore } from './ticket.ts';

/** So many tickets of one person in a day; whoever needs more is better served by a call. */
const mostADay = 10;
const dayMs = 86_400_000;
/** More is cut: a ticket is read by people. */
const longestLine = 1_000;

export interface OpenTicketParts {
  tickets: TicketStore;
  now(): Date;
  newReference(): string;
  wake(): void;
  /** Whether tickets are delivered; otherwise the person is handed what to send. */
  delivers: boolean;
  /** What a new ticket asks for: its delivery, and its card. */
  owed(ticket: Ticket): NewDueWork[];
}

/** What a person sends with the card, and what is known of them. */
export interface TicketRequest {
  /** UUID, made with the card. */
  id: string;
  person: Person;
  requester: Requester;
  conversationId: string;
  cardId?: string | undefined;
  attempt?: Attempt | undefined;
  problem: Problem;
  line: string;
  callback: string;
  phone?: PhoneTrouble | undefined;
  urgent: boolean;
  /** The bot's own, for somebody who has to do nothing: it counts towards no limit. */
  isAutomatic?: boolean;
  locale: string;
  timeZone: string;
  /** The language that the help desk reads. */
  deskLocale: string;
}

export type Opened =
  | { kind: 'opened' | 'repeated'; ticket: Ticket }
  | { kind: 'bad_callback' }
  | { kind: 'limit' }
  /** The id is another person's. */
  | { kind: 'not_theirs' };

/**
 * Writes a ticket down, with the work that delivers it. The same form sent again finds the ticket that it is. Digits that may
 * be a PIN are taken out of what the person wrote before anything keeps it.
 */
export async function openTicket(parts: OpenTicketParts, request: TicketRequest): Promise<Opened> {
  const earlier = await parts.tickets.find(request.id);
  if (earlier) return repeated(earlier, request.person);
  const callback = request.callback.trim();
  if (callback !== '' && !isPhoneNumber(callback)) return { kind: 'bad_callback' };
  const now = parts.now();
  const written = await parts.tickets.countSince(request.person, new Date(now.getTime() - dayMs));
  if (written >= mostADay && !request.isAutomatic) return { kind: 'limit' };
  const { text } = masked(printable(request.line).trim());
  const line = text.slice(0, longestLine).toWellFormed();
  const ticket = ticketOf(parts, request, { line, callback, now });
  const first = await parts.tickets.open(ticket, parts.delivers ? parts.owed(ticket) : []);
  if (!first) return repeated((await parts.tickets.find(request.id)) ?? ticket, request.person);
  parts.wake();
  return { kind: 'opened', ticket };
}

function repeated(ticket: Ticket, person: Person): Opened {
  if (personKey(ticket.person) !== personKey(person)) return { kind: 'not_theirs' };
  return { kind: 'repeated', ticket };
}

function ticketOf(
  parts: OpenTicketParts,
  request: TicketRequest,
  { line, callback, now }: { line: string; callback: string; now: Date },
): NewTicket {
  const { attempt, person, requester, deskLocale, timeZone } = request;
  const reference = attempt?.reference ?? parts.newReference();
  const say: Say = sayIn(deskLocale);
  const { phone } = request;
  const model = phone && { ...phone, model: printable(phone.model) };
  const facts: LetterFacts = { problem: request.problem, reference, attempt, phone: model, timeZone };
  const who = { ...requester, userId: person.userId };
  return {
    id: request.id,
    reference,
    person,
    requester,
    conversationId: request.conversationId,
    problem: request.problem,
    urgent: request.urgent,
    ...letterOf({ say, locale: deskLocale }, facts, { line, callback, who }),
    state: parts.delivers ? 'owed' : 'handed',
    locale: request.locale,
    timeZone,
    createdAt: now,
    ...(attempt ? { attemptId: attempt.id } : {}),
    ...(request.cardId === undefined ? {} : { cardId: request.cardId }),
  };
}

/** A NUL is no text for every store, and other controls are nothing that is read. */
const printable = (text: string): string => text.replace(/(?!\n)\p{Cc}/gu, ' ');

/**
 * 7 to 15 digits, as E.164 has at most, with what people write between them. Shorter would be an extension, or a PIN; and so
 * may be digits alone, unless they are as many as a number has with its area.
 */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  const isBare = digits === text.length;
  return /^\+?[0-9 ()./-]{7,30}$/.test(text) && digits >= (isBare ? 10 : 7) && digits <= 15;
}
