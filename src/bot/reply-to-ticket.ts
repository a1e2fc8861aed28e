import type { PhoneTrouble } from '../helpdesk/letter.ts';
import { masked } from '../helpdesk/mask.ts';
import type { OpenTicketParts } from '../helpdesk/open-ticket.ts';
import { openTicket } from '../helpdesk/open-ticket.ts';
import { type Problem, problemsAfter, type Requester, type Ticket } from '../helpdesk/ticket.ts';
import { owedFor } from '../helpdesk/ticket-work.ts';
import { type Attempt, personKey } from '../pin/attempt.ts';
import type { CardData } from './card-data.ts';
import type { Chat, Reply, ReplyParts } from './reply.ts';
import { noticeReply } from './reply.ts';
import { badAction } from './reply-to-reminder.ts';

/** How long the roster is waited for: a ticket without a name is better than a person who waits. */
const nameWaitMs = 1_500;

export interface TicketReplyParts extends ReplyParts {
  tickets: OpenTicketParts['tickets'];
  /** Whether the desk takes tickets from the bot. */
  deliversTickets: boolean;
  /** The language of the desk that a person's tickets go to. */
  deskLocale(locale: string): string;
  /** Where the person sees their ticket. */
  ticketUrl(number: string): string | undefined;
  /** Asks the channel how a person is called; what it says is kept. */
  askWhoIs(chat: Chat): Promise<void>;
  whoIs(chat: Chat): Promise<Requester>;
}

type About = Pick<Extract<CardData, { do: 'ticket' }>, 'attempt' | 'phone' | 'tried' | 'problem'>;

/** The form for a ticket about what has just happened. */
export async function replyToTicket(parts: TicketReplyParts, chat: Chat, about: About): Promise<Reply[]> {
  const attempt = await attemptFor(parts, chat, about.attempt);
  const { problem } = about;
  return [{ ...formReply(parts, chat, { attempt, phone: phoneOf(about), problem }), inPlace: false }];
}

function formReply(
  parts: TicketReplyParts,
  chat: Chat,
  {
    attempt,
    phone,
    problem,
    sent,
  }: {
    attempt: Attempt | undefined;
    phone: PhoneTrouble | undefined;
    /** What the person has said already. */
    problem: Problem | undefined;
    sent?: Extract<CardData, { do: 'sendTicket' }>;
  },
): Reply {
  const said = [problem, phone && ('phone' as const)].filter((each) => each !== undefined);
  const likely = problemsAfter(attempt, parts.reset.now());
  const reference = attempt?.reference;
  const card = parts.cards.ticketForm(chat, {
    ticket: sent?.ticket ?? parts.reset.newId(),
    reference,
    attempt,
    phone,
    problems: [...new Set([...said, ...likely])],
    // What was no number is not sent back: it may have been a PIN.
    callback: attempt?.account?.phoneNumber ?? '',
    ...(sent ? { again: { problem: sent.problem, line: masked(sent.line ?? '').text } } : {}),
  });
  return { card, summary: 'summary.ticketForm', ...(reference === undefined ? {} : { reference }) };
}

/** Writes the ticket down, and says that it is on its way, or what to send by oneself. */
export async function replyToSendTicket(
  parts: TicketReplyParts,
  chat: Chat,
  data: Extract<CardData, { do: 'sendTicket' }>,
): Promise<Reply[]> {
  const attempt = await attemptFor(parts, chat, data.attempt);
  const phone = phoneOf(data);
  const isOwed = parts.deliversTickets;
  const opened = await openTicket(openParts(parts), {
    id: data.ticket,
    ...addressOf(parts, chat),
    requester: await nameOf(parts, chat),
    attempt,
    phone,
    problem: data.problem,
    line: data.line ?? '',
    callback: data.callback ?? '',
    urgent: data.problem === 'notMe',
  });
  switch (opened.kind) {
    case 'bad_callback':
      return [
        { ...formReply(parts, chat, { attempt, phone, problem: data.problem, sent: data }), inPlace: true },
      ];
    case 'not_theirs':
      return [badAction(parts, chat)];
    case 'limit':
      return [{ ...noticeReply(parts, chat, { name: 'ticketLimit', actions: ['help'] }), inPlace: true }];
    default:
      return [{ ...ticketReply(parts, chat, opened.ticket), inPlace: true, isOwed }];
  }
}

export function ticketReply(
  parts: TicketReplyParts,
  chat: Pick<Chat, 'locale' | 'timeZone'>,
  ticket: Ticket,
  isLate = false,
): Reply {
  // The desk shows a ticket to its requester alone.
  const isTheirs = ticket.requester.address !== undefined;
  const url = ticket.number !== undefined && isTheirs ? parts.ticketUrl(ticket.number) : undefined;
  const card = parts.cards.ticket(chat, { ticket, url, isLate });
  return { card, summary: 'summary.ticket', reference: ticket.reference };
}

/** "This was not me": nobody has to fill anything in. Pressed again it is the same ticket. True: the desk has it, or gets it. */
export async function openUrgentTicket(
  parts: TicketReplyParts,
  chat: Chat,
  attempt: Attempt,
): Promise<boolean> {
  const opened = await openTicket(openParts(parts), {
    id: attempt.id,
    ...addressOf(parts, chat),
    cardId: undefined,
    requester: await nameOf(parts, chat),
    attempt,
    problem: 'notMe',
    line: '',
    callback: '',
    urgent: true,
    isAutomatic: true,
  });
  return 'ticket' in opened && (opened.ticket.state === 'owed' || opened.ticket.state === 'open');
}

const openParts = (parts: TicketReplyParts): OpenTicketParts => ({
  tickets: parts.tickets,
  now: parts.reset.now,
  newReference: parts.reset.newReference,
  wake: parts.reset.wake,
  delivers: parts.deliversTickets,
  owed: (ticket) => owedFor(ticket, parts.reset.owner),
});

const addressOf = (parts: TicketReplyParts, chat: Chat) => ({
  person: chat.person,
  conversationId: chat.conversationId,
  cardId: chat.cardId,
  locale: chat.locale,
  timeZone: chat.timeZone,
  deskLocale: parts.deskLocale(chat.locale),
});

async function nameOf(parts: TicketReplyParts, chat: Chat): Promise<Requester> {
  const asked = parts.askWhoIs(chat).catch(() => undefined);
  await parts.reset.within(asked, nameWaitMs);
  return parts.whoIs(chat);
}

/** The attempt that the button names, where it is the person's, or else their newest. */
async function attemptFor({ reset }: ReplyParts, { person }: Chat, named: string | undefined) {
  const attempt = named === undefined ? undefined : await reset.attempts.find(named);
  if (attempt && personKey(attempt.person) === personKey(person)) return attempt;
  const newest = await reset.attempts.newest(person);
  const isUnused = newest && unused.has(newest.state) && newest.refusals.length === 0;
  // A form that was only looked at says less than the change before it.
  const telling = (isUnused ? await reset.attempts.lastApplied(person) : undefined) ?? newest;
  const isRecent = (each: Attempt) => reset.now().getTime() - each.createdAt.getTime() < recentMs;
  return [telling, newest].find((each) => each && isRecent(each));
}

const unused: ReadonlySet<string> = new Set(['shown', 'cancelled', 'expired', 'replaced']);

/** What happened before that is not what somebody wants help with now. */
export const recentMs = 86_400_000;

const phoneOf = ({ phone, tried = [] }: About): PhoneTrouble | undefined =>
  phone === undefined ? undefined : { model: phone, tried };
