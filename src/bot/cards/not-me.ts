import { formatTime } from '../../language/formats.ts';
import { button, notMeAction } from './actions.ts';
import type { Card, NotMeOfferFacts, ToldAttempt } from './facts.ts';
import { helpDeskPart, ticketActions } from './help-desk.ts';
import { joined, type Page } from './page.ts';
import { makeHelp } from './short-cards.ts';
import { noPart } from './template.ts';

/** "This was not me": it is written down, and whom to call. */
export function notMeCard(
  page: Page,
  { reference, hasTicket }: { reference: string; hasTicket: boolean },
): Card {
  return makeHelp({
    lang: page.lang,
    title: page.say('notMe.title'),
    words: noPart,
    desk: noPart,
    contact: joined([page.say('notMe.text', { reference }), hasTicket ? page.say('notMe.ticket') : ''], ' '),
    helpDesk: helpDeskPart(page, reference),
    actions: hasTicket
      ? [button(page, 'help')]
      : [...ticketActions(page, { problem: 'notMe' }), button(page, 'help')],
  });
}

/** What the bot knows that may not have been the person, and the button that reports it. Words alone report nothing. */
export function notMeOfferCard(page: Page, { told }: NotMeOfferFacts): Card {
  const { say, lang } = page;
  const [first, ...others] = told;
  if (!first) return nothingChangedCard(page);
  const press = page.deliversTickets ? 'notMe.report.pressTicket' : 'notMe.report.press';
  return makeHelp({
    lang,
    title: say('notMe.report.title'),
    words: { title: toldLine(page, first), lines: others.map((each) => toldLine(page, each)) },
    desk: noPart,
    contact: say(press, { button: say('action.notMe') }),
    helpDesk: helpDeskPart(page, first.reference),
    actions: [notMeAction(page, first.attempt), button(page, 'status'), button(page, 'help')],
  });
}

/** There is nothing for the button to be about: the help desk is the way. */
function nothingChangedCard(page: Page): Card {
  const { say, lang } = page;
  return makeHelp({
    lang,
    title: say('notMe.report.title'),
    words: { title: say('notMe.report.nothing'), lines: [] },
    desk: noPart,
    contact: say('notMe.report.elsewhere', { button: say('action.status') }),
    helpDesk: helpDeskPart(page),
    actions: [...ticketActions(page, { problem: 'notMe' }), button(page, 'status'), button(page, 'help')],
  });
}

const toldLine = ({ say, reader }: Page, { became, at, reference }: ToldAttempt): string =>
  say(`notMe.report.${became}`, { time: formatTime(at, reader), reference });
