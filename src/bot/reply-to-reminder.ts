import { formatTime } from '../language/formats.ts';
import { type Attempt, personKey } from '../pin/attempt.ts';
import { type Later, reminderKind, remindLater } from '../reminders/reminders.ts';
import { laterChoices } from '../reminders/schedule.ts';
import { type Chat, noticeReply, type Reply, type ReplyParts } from './reply.ts';

/** Nobody wants to be reminded of an older change. */
const recentMs = 14 * 86_400_000;

/** For so long a "yes" or "no" is the answer to a reminder, which asks whether they are signed in. */
const questionLastsMs = 86_400_000;

/** "Done" on a reminder: no more of them. Pressed again it says the same. */
export async function replyToDone(parts: ReplyParts, chat: Chat, attemptId: string): Promise<Reply[]> {
  const attempt = await parts.reset.attempts.find(attemptId);
  if (!attempt || personKey(attempt.person) !== personKey(chat.person)) return [badAction(parts, chat)];
  await parts.dueWork.drop(personKey(chat.person), [reminderKind]);
  await parts.reset.attempts.note(attempt.id, 'signed_in', parts.reset.now());
  return [{ ...noticeReply(parts, chat, { name: 'done', actions: ['phoneSteps'] }), inPlace: true }];
}

/** The change that the person was reminded of, where they have asked for nothing else since. */
export async function remindedOf({ reset }: ReplyParts, { person }: Chat): Promise<Attempt | undefined> {
  const newest = await reset.attempts.newest(person);
  if (newest?.state !== 'applied') return undefined;
  const at = await reset.attempts.noted(newest.id, 'reminded');
  return at && reset.now().getTime() - at.getTime() <= questionLastsMs ? newest : undefined;
}

/** "Remind me later": one reminder at that time, in the place of those before it. */
export async function replyToLater(
  parts: ReplyParts,
  chat: Chat,
  attemptId: string,
  when: Later,
): Promise<Reply[]> {
  const attempt = await parts.reset.attempts.find(attemptId);
  if (attempt?.state !== 'applied' || personKey(attempt.person) !== personKey(chat.person)) {
    return [badAction(parts, chat)];
  }
  const work = remindLater({ ...attempt, timeZone: chat.timeZone }, when, parts.reset.now());
  await parts.dueWork.drop(personKey(chat.person), [reminderKind], work.dueAt);
  await parts.reset.owe([work]);
  const args = { time: formatTime(work.dueAt, chat) };
  return [{ ...noticeReply(parts, chat, { name: 'later', args, actions: ['phoneSteps'] }), inPlace: true }];
}

/** "done" and "stop reminding me" in words. */
export async function replyToDoneWords(
  parts: ReplyParts,
  chat: Chat,
  name: 'done' | 'remindersStopped',
): Promise<Reply[]> {
  const dropped = await parts.dueWork.drop(personKey(chat.person), [reminderKind]);
  return [
    noticeReply(parts, chat, { name: dropped > 0 ? name : 'noReminders', actions: ['phoneSteps', 'help'] }),
  ];
}

/** "Remind me later" in words: the times to choose from, where there is a change to be reminded of. */
export async function replyToLaterWords(parts: ReplyParts, chat: Chat): Promise<Reply[]> {
  const { attempts, now } = parts.reset;
  const last = await attempts.lastApplied(chat.person);
  const changedAt = last?.changedAt;
  if (!last || !changedAt || now().getTime() - changedAt.getTime() > recentMs)
    return [noticeReply(parts, chat, { name: 'noReminders', actions: ['phoneSteps', 'help'] })];
  const laterMorning = laterChoices({ now: now(), timeZone: chat.timeZone }).morning;
  const facts = { change: last.id, reference: last.reference, changedAt, laterMorning, last: false };
  return [
    { card: parts.cards.reminder(chat, facts), summary: 'summary.reminder', reference: last.reference },
  ];
}

/** A button that is not ours, or no longer: its card makes room for a way on. */
export function badAction(parts: ReplyParts, chat: Chat): Reply {
  return { ...noticeReply(parts, chat, { name: 'badAction', actions: ['reset', 'help'] }), inPlace: true };
}
