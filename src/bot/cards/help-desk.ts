import { escapeMarkdown } from '../../language/escape.ts';
import { type CardAction, opening } from './actions.ts';
import type { Page } from './page.ts';
import type { Part } from './template.ts';

/**
 * Whom to ask. Mail and phone are links within text that shows them in full, not buttons: some Teams clients do
 * nothing at a button to `mailto:` or `tel:`, and a number has to be readable to be dialled elsewhere. `told`: what the
 * mail says already.
 */
export function helpDeskPart(page: Page, reference?: string, told?: string): Part {
  const { name, ticketUrl } = page.helpDesk;
  const lines = [phoneLine(page), emailLine(page, reference, told)].filter((line) => line !== '');
  if (lines.length === 0 && !ticketUrl) lines.push(page.say('helpDesk.generic'));
  return { title: page.say('helpDesk.title', { name: escapeMarkdown(name) }), lines };
}

/** The ticket form, where there is one. */
export function ticketActions({ say, helpDesk }: Page): CardAction[] {
  return helpDesk.ticketUrl ? [opening(say('action.ticket'), helpDesk.ticketUrl)] : [];
}

function phoneLine({ say, helpDesk }: Page): string {
  if (!helpDesk.phone) return '';
  const args = { phone: escapeMarkdown(helpDesk.phone), dial: helpDesk.phone.replace(/[^0-9+]/g, '') };
  if (!helpDesk.phoneNote) return say('helpDesk.phone', args);
  return say('helpDesk.phoneNote', { ...args, note: escapeMarkdown(helpDesk.phoneNote, 200) });
}

function emailLine({ say, helpDesk }: Page, reference: string | undefined, told: string | undefined): string {
  if (!helpDesk.email) return '';
  const subject = reference ? say('helpDesk.subjectReference', { reference }) : say('helpDesk.subject');
  // The address comes from the settings, checked, and must stay as it is to be copied.
  const body = told === undefined ? '' : `&body=${inLink(told)}`;
  return say('helpDesk.email', { email: helpDesk.email, query: `?subject=${inLink(subject)}${body}` });
}

/** A bracket would end the link in Markdown. */
const inLink = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
