import { z } from 'zod';
import { sayIn, type TextArgs } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import { formatTime } from '../../language/formats.ts';
import { defaultPolicy } from '../../pin/policy.ts';
import { button, type CardAction, opening } from './actions.ts';
import type { Card, NoticeAction, NoticeFacts } from './facts.ts';
import { policyLine } from './form-texts.ts';
import { helpDeskPart, ticketActions } from './help-desk.ts';
import type { Page } from './page.ts';
import { loadCard, noPart, type Part, part, viewOf } from './template.ts';

const lines = z.array(z.string()).min(1);
const makeWelcome = loadCard('welcome', viewOf({ lines, trial: z.string() }));
const makeNotice = loadCard('notice', viewOf({ text: z.string().min(1) }));
export const makeHelp = loadCard(
  'help',
  viewOf({ words: part, desk: part, contact: z.string().min(1), helpDesk: part }),
);
const makeWhatFor = loadCard('what-for', viewOf({ lines, notThese: z.string().min(1) }));
const makeExpiry = loadCard('expiry', viewOf({ text: z.string().min(1) }));

/** What the bot does. */
export function welcomeCard(page: Page): Card {
  const { say, lang } = page;
  return makeWelcome({
    lang,
    title: say('welcome.title'),
    lines: [say('welcome.reset'), say('welcome.after'), say('welcome.private')],
    trial: page.trial ? say('welcome.trial') : '',
    actions: [button(page, 'reset', { style: 'positive' }), button(page, 'whatFor'), button(page, 'help')],
  });
}

/** A short answer with a next step. */
export function noticeCard(page: Page, { name, args = {}, actions, url, link = '' }: NoticeFacts): Card {
  const { say, lang } = page;
  return makeNotice({
    lang,
    title: say(`notice.${name}.title`),
    text: say(`notice.${name}.text`, { ...shown(page, args), link }),
    actions: [
      ...(url ? [opening(say('action.openChat'), url)] : []),
      ...actions.flatMap((each) => noticeActions(page, each)),
    ],
  });
}

const noticeActions = (page: Page, name: NoticeAction): CardAction[] =>
  name === 'ticket'
    ? ticketActions(page)
    : [button(page, name, name === 'reset' ? { style: 'positive' } : {})];

function shown({ reader }: Page, args: TextArgs): TextArgs {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (value instanceof Date) return [name, formatTime(value, reader)];
      return [name, typeof value === 'string' ? escapeMarkdown(value) : value];
    }),
  );
}

export interface HelpFacts {
  /** For the help desk's own people: the language of the words that its commands are told in. */
  deskWordsIn?: string;
}

/** What can be written to the bot, and the help desk. */
export function helpCard(page: Page, { deskWordsIn }: HelpFacts): Card {
  const { say, lang } = page;
  const words = [say('help.reset'), say('help.status'), say('help.whatFor'), say('help.stop')];
  return makeHelp({
    lang,
    title: say('help.title'),
    words: { title: say('help.words'), lines: words },
    desk: deskWordsIn === undefined ? noPart : deskWords(page, deskWordsIn),
    contact: say('help.contact'),
    helpDesk: helpDeskPart(page),
    actions: [
      ...ticketActions(page),
      button(page, 'reset'),
      button(page, 'status'),
      button(page, 'whatFor'),
      button(page, 'phoneSteps'),
    ],
  });
}

/** Of the spellings that are understood, the first is told. */
function deskWords({ say }: Page, language: string): Part {
  const word = (kind: 'find' | 'today' | 'offer') => ({
    word: sayIn(language)(`desk.word.${kind}`).split('|', 1)[0] ?? '',
  });
  return {
    title: say('help.desk'),
    lines: [
      say('help.deskFind', word('find')),
      say('help.deskToday', word('today')),
      say('help.deskOffer', word('offer')),
    ],
  };
}

/** What the help desk puts into a chat: the way to the bot, with the words already written. */
export function invitationCard({ say, lang }: Page, { link }: { link: string }): Card {
  return makeNotice({
    lang,
    title: say('invitation.title'),
    text: say('invitation.text'),
    actions: [opening(say('action.openBot'), link)],
  });
}

/** What a PIN may be; the form names the rules in force for its person. */
export function rulesCard(page: Page): Card {
  const { say, lang } = page;
  return makeNotice({
    lang,
    title: say('rules.title'),
    text: policyLine(say, defaultPolicy),
    actions: [button(page, 'reset', { style: 'positive' }), button(page, 'help')],
  });
}

/** Where the PIN is needed, and which PINs it is not. */
export function whatForCard(page: Page): Card {
  const { say, lang } = page;
  return makeWhatFor({
    lang,
    title: say('whatFor.title'),
    lines: [
      say('whatFor.dialIn'),
      say('whatFor.rooms'),
      say('whatFor.leader'),
      say('whatFor.deskPhone'),
      say('whatFor.notNeeded'),
    ],
    notThese: say('whatFor.notThese'),
    actions: [button(page, 'reset'), button(page, 'status'), button(page, 'help')],
  });
}

/** The PIN expires soon, or has expired where the bot could not say so before. */
export function expiryCard(page: Page, { expiresAt, expired }: { expiresAt: Date; expired: boolean }): Card {
  const name = expired ? 'expired' : 'expiry';
  return makeExpiry({
    lang: page.lang,
    title: page.say(`${name}.title`),
    text: page.say(`${name}.text`, { time: formatTime(expiresAt, page.reader) }),
    actions: [button(page, 'reset', { style: 'positive' }), button(page, 'help')],
  });
}
