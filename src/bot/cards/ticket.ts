import { z } from 'zod';
import { factLines, type LetterFacts } from '../../helpdesk/letter.ts';
import { mask } from '../../helpdesk/mask.ts';
import type { Problem, Ticket } from '../../helpdesk/ticket.ts';
import type { TextKey } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import { button, type CardAction, opening, sending } from './actions.ts';
import type { Card } from './facts.ts';
import { helpDeskPart } from './help-desk.ts';
import { type Page, referenceLine } from './page.ts';
import { loadCard, noPart, part, viewOf } from './template.ts';
import { makeLines } from './working.ts';

const choice = z.strictObject({ title: z.string().min(1), value: z.string() });
const makeTicket = loadCard(
  'ticket',
  viewOf({
    refusal: z.string(),
    problem: z.strictObject({
      label: z.string().min(1),
      error: z.string().min(1),
      value: z.string(),
      choices: z.array(choice).min(2),
    }),
    line: z.strictObject({ label: z.string().min(1), placeholder: z.string(), value: z.string() }),
    callback: z.strictObject({
      label: z.string().min(1),
      placeholder: z.string(),
      value: z.string(),
      regex: z.string().regex(/^\^.+\$$/),
      error: z.string().min(1),
    }),
    along: part,
    never: z.string().min(1),
  }),
);

export interface TicketFormFacts extends Omit<LetterFacts, 'problem' | 'timeZone'> {
  /** UUID of the ticket that the form becomes. */
  ticket: string;
  /** The likeliest first. */
  problems: Problem[];
  /** The number to be called at, where one is known. */
  callback: string;
  /** The form came back, because its number is none. What was written comes back masked. */
  again?: { problem: Problem; line: string } | undefined;
}

/** What is wrong, how to be reached, and what is sent along. */
export function ticketFormCard(page: Page, facts: TicketFormFacts): Card {
  const { say, reader, lang, helpDesk } = page;
  const { ticket, attempt, phone, problems, again } = facts;
  const problem = again?.problem ?? problems[0] ?? 'other';
  const along = factLines({ say, locale: reader.locale }, { ...facts, problem, timeZone: reader.timeZone });
  const data = {
    do: 'sendTicket' as const,
    ticket,
    ...(attempt ? { attempt: attempt.id } : {}),
    ...(phone ? { phone: phone.model, tried: phone.tried } : {}),
  };
  return makeTicket({
    lang,
    title: say('ticket.title', { name: escapeMarkdown(helpDesk.name) }),
    refusal: again ? say('ticket.callbackError') : '',
    problem: {
      label: say('ticket.problem'),
      error: say('ticket.problemError'),
      value: problem,
      choices: problems.map((value) => ({ title: say(`ticket.problem.${value}` satisfies TextKey), value })),
    },
    line: { label: say('ticket.line'), placeholder: say('ticket.linePlaceholder'), value: again?.line ?? '' },
    callback: {
      label: say('ticket.callback'),
      placeholder: say('ticket.callbackPlaceholder'),
      value: facts.callback,
      regex: '^[+]?[0-9 ()./-]{7,30}$',
      error: say('ticket.callbackError'),
    },
    along: { title: say('ticket.along'), lines: along.map((line) => escapeMarkdown(line, 300)) },
    never: say('ticket.never'),
    actions: [
      sending(say('action.sendTicket'), data as never, { style: 'positive' }),
      button(page, 'help', { withoutInputs: true }),
    ],
  });
}

export interface TicketFacts {
  ticket: Ticket;
  /** The desk's system does not answer. */
  isLate?: boolean;
  /** Where the person sees the ticket. */
  url?: string | undefined;
}

/** What became of a ticket. */
export function ticketCard(page: Page, { ticket, isLate, url }: TicketFacts): Card {
  const { say, lang } = page;
  const { state, number = '', reference, subject, body } = ticket;
  const name = state === 'owed' && isLate ? 'late' : state;
  const desk = { name: escapeMarkdown(page.helpDesk.name), number: escapeMarkdown(number) };
  return makeLines({
    lang,
    title: say(`ticket.${name}.title`, desk),
    lines: [...toldLines(page, ticket, say(`ticket.${name}.text`, desk)), ...maskedLine(page, ticket)],
    meeting: noPart,
    helpDesk: name === 'owed' || name === 'open' ? noPart : helpDeskPart(page, reference, { subject, body }),
    reference: referenceLine(page, reference),
    actions: [...waysTo(page, ticket, url), button(page, 'status')],
  });
}

/** Where there is no mail to be written, what the person is to tell. */
function toldLines({ helpDesk }: Page, { state, body }: Ticket, text: string): string[] {
  if (state !== 'handed' || helpDesk.email) return [text];
  const lines = body.split('\n').map((line) => escapeMarkdown(line, 300));
  return lines.filter((line) => line !== '');
}

/** Digits were taken out of what the person wrote. */
const maskedLine = ({ say }: Page, { body }: Ticket): string[] =>
  body.includes(mask) ? [say('ticket.masked')] : [];

function waysTo({ say, helpDesk }: Page, { state }: Ticket, url: string | undefined): CardAction[] {
  if (state === 'open') return url ? [opening(say('action.openTicket'), url)] : [];
  return state !== 'owed' && helpDesk.ticketUrl
    ? [opening(say('action.ticketPage'), helpDesk.ticketUrl)]
    : [];
}
