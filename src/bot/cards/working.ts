import { z } from 'zod';
import { button } from './actions.ts';
import type { Card, WorkingFacts } from './facts.ts';
import { helpDeskPart, ticketActions } from './help-desk.ts';
import { meetingTip, type Page, referenceLine } from './page.ts';
import { loadCard, noPart, part, viewOf } from './template.ts';

export const makeLines = loadCard(
  'working',
  viewOf({ lines: z.array(z.string()).min(1), meeting: part, helpDesk: part, reference: z.string() }),
);

/** Being worked on, or nobody knows yet, or nobody knew for a day. */
export function workingCard(page: Page, { attempt, reference, phase }: WorkingFacts): Card {
  const { say, lang } = page;
  const common = { lang, reference: referenceLine(page, reference) };
  if (phase === 'working') {
    const lines = [say('working.text')];
    const view = { title: say('working.title'), lines, meeting: noPart, helpDesk: noPart, actions: [] };
    return makeLines({ ...common, ...view });
  }
  const again = phase === 'unsettled' ? [button(page, 'reset')] : [];
  return makeLines({
    ...common,
    title: say(`${phase}.title`),
    lines: [say(`${phase}.text`), say(`${phase}.pin`)],
    meeting: meetingTip(page),
    helpDesk: helpDeskPart(page, reference),
    actions: [...again, ...ticketActions(page, { attempt })],
  });
}
