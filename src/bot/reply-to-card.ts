import { personKey } from '../pin/attempt.ts';
import { reminderKind } from '../reminders/reminders.ts';
import type { CardData } from './card-data.ts';
import type { Chat, Reply, ReplyParts } from './reply.ts';
import { replyToAsk, replyToCancel, replyToStatus, replyToSubmission } from './reply-to-form.ts';
import { badAction, replyToDone, replyToLater } from './reply-to-reminder.ts';

/** What to answer to a button, whichever way its data came. */
export async function replyToCard(
  parts: ReplyParts,
  chat: Chat,
  data: CardData | undefined,
): Promise<Reply[]> {
  if (!data) return [badAction(parts, chat)];
  switch (data.do) {
    case 'reset':
      return replyToAsk(parts, chat);
    case 'setPin':
      return replyToSubmission(parts, chat, data);
    case 'cancel':
      return replyToCancel(parts, chat, data.attempt);
    case 'status':
      return replyToStatus(parts, chat);
    case 'whatFor':
      return [{ card: parts.cards.whatFor(chat, {}), summary: 'summary.whatFor' }];
    case 'help':
      return [{ card: parts.cards.help(chat, {}), summary: 'summary.help' }];
    case 'phoneSteps':
      return [{ card: parts.cards.phoneHelp(chat, {}), summary: 'summary.phoneHelp' }];
    case 'phoneHelp':
      return phoneHelp(parts, chat, data.change);
    case 'notMe':
      return replyToNotMe(parts, chat, data.attempt);
    case 'reminderDone':
      return replyToDone(parts, chat, data.change);
    case 'reminderLater':
      return replyToLater(parts, chat, data.change, data.when);
  }
}

/** "This was not me": for the help desk to see, once, and the way to them. */
async function replyToNotMe(parts: ReplyParts, chat: Chat, attemptId: string): Promise<Reply[]> {
  const { attempts, now, onNotMe } = parts.reset;
  const attempt = await attempts.find(attemptId);
  if (!attempt || personKey(attempt.person) !== personKey(chat.person)) return [badAction(parts, chat)];
  if (await attempts.noteOnce(`not_me:${attempt.id}`, attempt.id, 'not_me', now())) onNotMe(attempt);
  // Nobody is to sign in on a phone with a PIN that somebody else has set.
  await parts.dueWork.drop(personKey(chat.person), [reminderKind]);
  const { reference } = attempt;
  const card = parts.cards.notMe(chat, { reference });
  return [{ card, summary: 'summary.notMe', reference, inPlace: true }];
}

/** "It does not work": the steps for the phones that the backend knows of, and the reference for the help desk. */
async function phoneHelp(parts: ReplyParts, chat: Chat, attemptId: string | undefined): Promise<Reply[]> {
  const attempt = attemptId === undefined ? undefined : await parts.reset.attempts.find(attemptId);
  const theirs = attempt && personKey(attempt.person) === personKey(chat.person) ? attempt : undefined;
  const facts = theirs
    ? { reference: theirs.reference, phones: theirs.account?.deskPhones ?? undefined }
    : {};
  return [{ card: parts.cards.phoneHelp(chat, facts), summary: 'summary.phoneHelp' }];
}
