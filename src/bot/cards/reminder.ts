import { z } from 'zod';
import { formatTime, formatWeekday } from '../../language/formats.ts';
import { button, sending } from './actions.ts';
import { enterLine } from './changed.ts';
import type { Card, PhoneHelpFacts, ReminderFacts } from './facts.ts';
import { helpDeskPart, ticketActions } from './help-desk.ts';
import { type Page, referenceLine } from './page.ts';
import { phonesLine, signInSteps } from './phones.ts';
import { loadCard, part, viewOf } from './template.ts';

const text = z.string().min(1);
const makeReminder = loadCard(
  'reminder',
  viewOf({
    text,
    steps: text,
    last: z.string(),
    laterTitle: text,
    later: z.array(z.looseObject({ type: text, title: text })).length(3),
    reference: z.string(),
  }),
);
const makePhoneHelp = loadCard(
  'phone-help',
  viewOf({
    steps: z.array(text).min(1),
    mine: z.string(),
    enter: text,
    causes: part,
    helpDesk: part,
    reference: z.string(),
  }),
);

/** Signed in again on the desk phone? */
export function reminderCard(page: Page, facts: ReminderFacts): Card {
  const { say, reader, lang } = page;
  const { change } = facts;
  const day = formatWeekday(facts.laterMorning, reader);
  const later = (title: string, when: 'hour' | 'morning' | 'days') =>
    sending(title, { do: 'reminderLater', change, when });
  return makeReminder({
    lang,
    title: say('reminder.title'),
    text: say('reminder.text', { time: formatTime(facts.changedAt, reader) }),
    steps: say('reminder.steps'),
    last: facts.last ? say('reminder.last') : '',
    laterTitle: say('reminder.later'),
    later: [
      later(say('action.later.hour'), 'hour'),
      later(say('action.later.morning', { day }), 'morning'),
      later(say('action.later.days'), 'days'),
    ],
    reference: referenceLine(page, facts.reference),
    actions: [
      sending(say('action.reminderDone'), { do: 'reminderDone', change }, { style: 'positive' }),
      sending(say('action.phoneHelp'), { do: 'phoneHelp', change }),
    ],
  });
}

/** The desk phone does not sign in: the steps, then the known causes in their order, then the help desk. */
export function phoneHelpCard(page: Page, { phones, reference }: PhoneHelpFacts): Card {
  const { say, lang } = page;
  const causes = [
    say('phoneHelp.oldPin'),
    say('phoneHelp.extension'),
    say('phoneHelp.locked'),
    say('phoneHelp.unlockPin'),
    say('phoneHelp.stolen'),
  ];
  return makePhoneHelp({
    lang,
    title: say('phoneHelp.title'),
    steps: signInSteps(page, phones?.length ? phones : undefined),
    mine: phonesLine(page, phones),
    enter: enterLine(page, undefined),
    causes: { title: say('phoneHelp.causes'), lines: causes },
    helpDesk: helpDeskPart(page, reference),
    reference: referenceLine(page, reference),
    actions: [...ticketActions(page), button(page, 'status'), button(page, 'reset')],
  });
}
