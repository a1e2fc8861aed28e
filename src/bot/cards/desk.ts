import type { Concern, FoundPerson, TimelineEvent } from '../../helpdesk/desk-view.ts';
import type { TextKey } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import { formatTime } from '../../language/formats.ts';
import { type CardAction, sending } from './actions.ts';
import type { Card } from './facts.ts';
import { joined, type Page } from './page.ts';
import { noPart } from './template.ts';
import { makeLines } from './working.ts';

export interface TimelineFacts {
  who: FoundPerson;
  /** The newest first. */
  events: TimelineEvent[];
  page: number;
  /** Whether older ones are there. */
  more: boolean;
}

/** What happened to a person's PIN, on the agent's clock. */
export function timelineCard(page: Page, { who, events, page: at, more }: TimelineFacts): Card {
  const { say } = page;
  const { userId: user } = who.person;
  const lines = events.map((event) =>
    say('desk.line', {
      time: formatTime(event.at, page.reader),
      what: joined([eventWords(page, event), codesOf(event)], ': '),
      reference: event.reference ? escapeMarkdown(event.reference) : 'none',
    }),
  );
  const turn = (title: TextKey, to: number) =>
    sending(say(title), { do: 'desk', view: 'timeline', user, page: to });
  return deskCard(page, {
    title: say('desk.timeline.title', { who: nameOf(page, who) }),
    lines: [addressLine(page, who), ...(lines.length > 0 ? lines : [say('desk.timeline.nothing')])],
    actions: [
      ...(more ? [turn('action.older', at + 1)] : []),
      ...(at > 0 ? [turn('action.newer', at - 1)] : []),
      ...(who.reachable ? [sending(say('action.offer'), { do: 'desk', view: 'offer', user })] : []),
      todayAction(page),
    ],
  });
}

export interface PeopleFacts {
  who: FoundPerson[];
  /** Whether there are others still. */
  more: boolean;
  /** What is shown of the one who is chosen. */
  view: 'timeline' | 'offer';
}

/** Several whom a name may mean. */
export function peopleCard(page: Page, { who, more, view }: PeopleFacts): Card {
  const { say } = page;
  return deskCard(page, {
    title: say('desk.people.title'),
    lines: [
      say(more ? 'desk.people.more' : 'desk.people.text'),
      ...who.map((each) => joined([nameOf(page, each), addressOf(each)], ' · ')),
    ],
    actions: who.map((each) => sending(buttonTitle(each), { do: 'desk', view, user: each.person.userId })),
  });
}

export interface TodayFacts {
  /** The newest first. */
  concerns: Concern[];
  page: number;
  /** Whether older ones are there. */
  more: boolean;
  /** More PINs of the tenant are changed than the settings call usual. */
  alert: boolean;
}

/** What needs a person. */
export function todayCard(page: Page, { concerns, alert, page: at, more }: TodayFacts): Card {
  const { say } = page;
  const lines = concerns.map(({ kind, at, reference, who }) =>
    say('desk.concern', {
      time: formatTime(at, page.reader),
      what: say(`desk.concern.${kind}` satisfies TextKey),
      who: nameOf(page, who),
      reference: escapeMarkdown(reference),
    }),
  );
  return deskCard(page, {
    title: say('desk.today.title'),
    lines: [
      ...(alert ? [say('desk.today.alert')] : []),
      ...lines,
      lines.length > 0 ? say('desk.today.find') : alert ? '' : nothingToday(page),
    ],
    actions: [
      ...(more ? [todayAction(page, 'action.older', at + 1)] : []),
      ...(at > 0 ? [todayAction(page, 'action.newer', at - 1)] : []),
      todayAction(page, 'action.refresh'),
    ],
  });
}

/** Of tickets that people send by themselves the bot does not know what becomes. */
const nothingToday = ({ say, deliversTickets }: Page): string =>
  say(deliversTickets ? 'desk.today.nothing' : 'desk.today.nothingHanded');

function deskCard({ lang }: Page, view: { title: string; lines: string[]; actions: CardAction[] }): Card {
  const lines = view.lines.filter((line) => line !== '');
  return makeLines({ lang, ...view, lines, meeting: noPart, helpDesk: noPart, reference: '' });
}

const todayAction = ({ say }: Page, title: TextKey = 'action.today', page = 0): CardAction =>
  sending(say(title), { do: 'desk', view: 'today', page });

function eventWords({ say }: Page, { event }: TimelineEvent): string {
  return known.has(event) ? say(`desk.event.${event}` as TextKey) : escapeMarkdown(event, 40);
}

/** The events that have words; any other is shown by its name. */
const known = new Set([
  'asked',
  'no_form',
  'submitted',
  'refused',
  'exhausted',
  'unknown',
  'unsettled',
  'applied',
  'failed',
  'cancelled',
  'expired',
  'replaced',
  'told',
  'reminded',
  'reminder_passed_over',
  'signed_in',
  'not_me',
  'alert',
  'ticket_written',
  'ticket_handed',
  'ticket_open',
  'ticket_failed',
  'looked_up',
  'reset_offered',
  'offer_delivered',
  'offer_not_delivered',
]);

const codesOf = ({ codes }: TimelineEvent): string =>
  codes.map((code) => escapeMarkdown(code.replaceAll('_', ' '), 40)).join(', ');

function nameOf({ say }: Page, { name, address }: FoundPerson): string {
  return escapeMarkdown(name ?? address ?? '') || say('desk.nameless');
}

const addressOf = ({ name, address }: FoundPerson): string =>
  name && address ? escapeMarkdown(address, 200) : '';

const addressLine = (page: Page, who: FoundPerson): string =>
  joined([addressOf(who), who.reachable ? '' : page.say('desk.unreachable')], ' · ');

/** So much fits on a button of a narrow chat. */
function buttonTitle({ name, address, person }: FoundPerson): string {
  return escapeMarkdown(name ?? address ?? person.userId, 30).slice(0, 40) || person.userId.slice(0, 8);
}
