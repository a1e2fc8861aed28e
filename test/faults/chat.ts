import { sayIn } from '../../src/language/catalogue.ts';
import { cardIn, type Sent } from '../flow/connector.ts';

const say = sayIn('en');
const [changed, notChanged] = [say('changed.title'), say('notChanged.title')];

/** The headings that a person's chat is read by. */
export const titles = {
  working: say('working.title'),
  unknown: say('unknown.title'),
  changed,
  notChanged,
  outcomes: [changed, notChanged],
  noForm: say('noForm.titleNow'),
  reminder: say('reminder.title'),
};

export interface Standing {
  activityId: string;
  card: any;
  heading: string;
}

/** The cards of a chat as they stand there in the end: an update takes the place of what was, a new message comes last. */
export function chatOf(sent: Sent[], conversationId: string): Standing[] {
  const chat = new Map<string, Standing>();
  for (const { activityId, activity, conversationId: where } of sent) {
    const heading = headingOf(activity);
    if (where === conversationId && heading !== undefined)
      chat.set(activityId, { activityId, card: cardIn({ activity }), heading });
  }
  return [...chat.values()];
}

export const headingOf = (activity: Record<string, any>): string | undefined =>
  linesOf(cardIn({ activity }))[0];

/** The heading, and the line beneath it unless it tells a time. */
export function wordsOf(card: unknown): string {
  const [heading = '', beneath = ''] = linesOf(card);
  return beneath === '' || /\d/.test(beneath) ? `**${heading}**` : `**${heading}** ${beneath}`;
}

/** Whether the card says what a person can do now, or that nothing is to be done because they will be told. */
export function hasNextStep(card: unknown): boolean {
  return /"type":"Action\.|you will be told here|\(mailto:/i.test(JSON.stringify(card));
}

const linesOf = (card: any): string[] =>
  (card?.body ?? []).filter((each: any) => each.type === 'TextBlock').map((each: any) => String(each.text));
