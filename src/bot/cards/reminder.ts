import { z } from 'zod';
import { formatTime, formatWeekday } from '../../language/formats.ts';
import { sending } from './actions.ts';
import type { Card, ReminderFacts } from './facts.ts';
import { type Page, referenceLine } from './page.ts';
import { loadCard, viewOf } from './template.ts';

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
