import { escapeMarkdown } from '../../language/escape.ts';
import type { CardData } from '../card-data.ts';
import { type CardAction, sending } from './actions.ts';
import type { Page } from './page.ts';
import type { Part } from './template.ts';

/** What a mail to the help desk says already. */
export interface Mail {
  subject?: string;
  body: string;
}

/**
 * Whom to ask. Mail and phone are links within text that shows them in full, not buttons: some Teams clients do
 * nothing at a button to `mailto:` or `tel:`, and a number has to be readable to be dialled elsewhere.
 */
export function helpDeskPart(page: Page, reference?: string, mail?: Mail): Part {
  const { name, ticketUrl } = page.helpDesk;
  const lines = [phoneLine(page), emailLine(page, reference, mail)].filter((line) => line !== '');
  if (lines.length === 0 && !ticketUrl) lines.push(page.say('helpDesk.generic'));
  return { title: page.say('helpDesk.title', { name: escapeMarkdown(name) }), lines };
}

/** The way to a ticket, about this attempt where it is one's; none where there is nobody to send it to. */
export function ticketActions(page: Page, about: Omit<TicketData, 'do'> = {}): CardAction[] {
  const { ticketUrl, email, phone } = page.helpDesk;
  if (!page.deliversTickets && !ticketUrl && !email && !phone) return [];
  return [sending(page.say('action.ticket'), { do: 'ticket', ...about })];
}

type TicketData = Extract<CardData, { do: 'ticket' }>;

/** An attempt that may not be known. */
export const aboutAttempt = (attempt: string | undefined) => (attempt === undefined ? {} : { attempt });

function phoneLine({ say, helpDesk }: Page): string {
  if (!helpDesk.phone) return '';
  const args = { phone: escapeMarkdown(helpDesk.phone), dial: helpDesk.phone.replace(/[^0-9+]/g, '') };
  if (!helpDesk.phoneNote) return say('helpDesk.phone', args);
  return say('helpDesk.phoneNote', { ...args, note: escapeMarkdown(helpDesk.phoneNote, 200) });
}

function emailLine({ say, helpDesk }: Page, reference: string | undefined, mail: Mail | undefined): string {
  if (!helpDesk.email) return '';
  const usual = reference ? say('helpDesk.subjectReference', { reference }) : say('helpDesk.subject');
  // The address comes from the settings, checked, and must stay as it is to be copied.
  const { subject = usual, body = '' } = mail ?? {};
  const written = body === '' ? '' : `&body=${inLink(body, longestBody)}`;
  return say('helpDesk.email', { email: helpDesk.email, query: `?subject=${inLink(subject)}${written}` });
}

/** Mail programs cut or refuse longer links. */
const longestBody = 1_800;

/** Encoded, of at most so many characters. A bracket would end the link in Markdown. */
function inLink(text: string, most = Number.POSITIVE_INFINITY): string {
  let link = '';
  for (const sign of text.toWellFormed()) {
    const encoded = encodeURIComponent(sign).replace(
      /[()]/g,
      (each) => `%${each.charCodeAt(0).toString(16)}`,
    );
    if (link.length + encoded.length > most) break;
    link += encoded;
  }
  return link;
}
