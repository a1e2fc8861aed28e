import { type Sent, textOf } from '../flow/connector.ts';
import type { Town } from './town.ts';

const referenceIn = (text: string): string => /Reference ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text)?.[1] ?? '';

/** The references of the changes that were reminded of, one for each reminder. */
export const remindersSent = (town: Town): string[] =>
  newMessages(town)
    .filter(isReminder)
    .map(({ activity }) => referenceIn(textOf(activity)));

/** How many new messages say what another has said: the same form, reminder, note or answer. */
export function doubledMessages(town: Town): number {
  const said = newMessages(town).map(({ conversationId, activity }) => {
    const text = textOf(activity);
    const form = /"attempt":"([^"]+)","round":(\d+)/.exec(text)?.slice(1).join() ?? '';
    return [conversationId, activity.replyToId ?? activity.summary, form, referenceIn(text)].join('|');
  });
  return said.length - new Set(said).size;
}

const isReminder = ({ activity }: Sent): boolean =>
  textOf(activity).includes('Signed in again on your desk phone?');

const newMessages = (town: Town): Sent[] =>
  town.connector.sent.filter(({ method, activity }) => method === 'POST' && activity.type === 'message');
