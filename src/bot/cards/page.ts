import { type Desks, deskFor, type HelpDesk } from '../../helpdesk/desks.ts';
import { type Say, sayIn, textLocale } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import type { Reader } from './facts.ts';
import type { Part } from './template.ts';

/** What every builder needs: who reads, how texts are said, whom to ask. */
export interface Page {
  reader: Reader;
  say: Say;
  /** The language of the texts, for screen readers; without a region, which the renderer refuses. */
  lang: string;
  helpDesk: HelpDesk;
  trial: boolean;
  /** Whether tickets are delivered for people. */
  deliversTickets: boolean;
}

export interface CardSettings extends Desks {
  deliversTickets?: boolean;
  /** Says that people and numbers are invented. */
  trial: boolean;
}

export function pageFor(reader: Reader, settings: CardSettings): Page {
  return {
    reader,
    say: sayIn(reader.locale),
    lang: textLocale(reader.locale).split('-', 1)[0] ?? 'en',
    helpDesk: deskFor(settings, reader.locale),
    trial: settings.trial,
    deliversTickets: settings.deliversTickets ?? false,
  };
}

/** Joins what there is, leaving out what is empty. */
export function joined(texts: (string | undefined)[], between: string): string {
  return texts.filter((text) => text).join(between);
}

export function meetingTip({ say }: Page): Part {
  return { title: say('meeting.title'), lines: [say('meeting.text')] };
}

export function referenceLine({ say }: Page, reference: string | undefined): string {
  return reference ? say('reference', { reference: escapeMarkdown(reference) }) : '';
}
