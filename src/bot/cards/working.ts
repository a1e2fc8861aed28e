import { z } from 'zod';
import type { Card, WorkingFacts } from './facts.ts';
import { helpDeskPart, ticketActions } from './help-desk.ts';
import { meetingTip, type Page, referenceLine } from './page.ts';
import { loadCard, noPart, part, viewOf } from './template.ts';

const makeWorking = loadCard(
  'working',
  viewOf({ lines: z.array(z.string()).min(1), meeting: part, helpDesk: part, reference: z.string() }),
);

/** Being worked on, or nobody knows yet. */
export function workingCard(page: Page, { reference, phase }: WorkingFacts): Card {
  const { say, lang } = page;
  const common = { lang, reference: referenceLine(page, reference) };
  if (phase === 'working') {
    const lines = [say('working.text')];
    const view = { title: say('working.title'), lines, meeting: noPart, helpDesk: noPart, actions: [] };
    return makeWorking({ ...common, ...view });
  }
  return makeWorking({
    ...common,
    title: say('unknown.title'),
    lines: [say('unknown.text'), say('unknown.pin')],
    meeting: meetingTip(page),
    helpDesk: helpDeskPart(page, reference),
    actions: ticketActions(page),
  });
}
