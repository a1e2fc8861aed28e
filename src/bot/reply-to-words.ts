import type { Intent } from '../language/intent.ts';
import { type Chat, leaderReply, noticeReply, type Reply, type ReplyParts } from './reply.ts';
import type { DeskParts } from './reply-to-desk.ts';
import { replyToAsk, replyToCancelWords, replyToStatus } from './reply-to-form.ts';
import { replyToHelp } from './reply-to-help.ts';
import { replyToNotMeWords } from './reply-to-not-me.ts';
import { replyToDoneWords, replyToLaterWords } from './reply-to-reminder.ts';
import { replyToTicket, type TicketReplyParts } from './reply-to-ticket.ts';

/** A phone that does not sign in has a dialog of its own. */
export type AnsweredHere = Exclude<Intent, 'phoneSignIn' | 'phoneTrouble' | 'notWorkingAfterChange'>;

export const isAnsweredHere = (intent: Intent): intent is AnsweredHere =>
  intent !== 'phoneSignIn' && intent !== 'phoneTrouble' && intent !== 'notWorkingAfterChange';

/** What to answer to a text that was understood. `unclearBefore`: the text before it was not understood either. */
export async function replyToWords(
  parts: TicketReplyParts & DeskParts,
  chat: Chat,
  { intent, readBack }: { intent: AnsweredHere; readBack: boolean },
  unclearBefore: boolean,
): Promise<Reply[]> {
  if (intent === 'reset') return replyToAsk(parts, chat, readBack ? 'readBack' : undefined);
  return replyToIntent(parts, chat, intent, unclearBefore);
}

/** A PIN in the chat is not used, whatever else was said with it. */
export function pinWarning(parts: ReplyParts, chat: Chat): Reply {
  return noticeReply(parts, chat, { name: 'pinInChat', actions: [] });
}

async function replyToIntent(
  parts: TicketReplyParts & DeskParts,
  chat: Chat,
  intent: Exclude<AnsweredHere, 'reset'>,
  unclearBefore: boolean,
): Promise<Reply[]> {
  const { cards } = parts;
  switch (intent) {
    case 'status':
      return replyToStatus(parts, chat);
    case 'whatFor':
      return [{ card: cards.whatFor(chat, {}), summary: 'summary.whatFor' }];
    case 'rules':
      return [{ card: cards.rules(chat, {}), summary: 'summary.notice' }];
    case 'leader':
      return [leaderReply(parts, chat)];
    case 'someoneElse':
      return [noticeReply(parts, chat, { name: intent, actions: ['help', 'reset'] })];
    case 'otherPin':
    case 'otherSecret':
      return [noticeReply(parts, chat, { name: intent, actions: ['help', 'ticket', 'reset'] })];
    case 'notMe':
      return replyToNotMeWords(parts, chat);
    case 'ticket':
      return replyToTicket(parts, chat, {});
    case 'helpDesk':
      return [await replyToHelp(parts, chat)];
    case 'cancel':
      return replyToCancelWords(parts, chat);
    case 'reminderDone':
      return replyToDoneWords(parts, chat, 'done');
    case 'reminderStop':
      return replyToDoneWords(parts, chat, 'remindersStopped');
    case 'reminderLater':
      return replyToLaterWords(parts, chat);
    case 'hello':
      return [noticeReply(parts, chat, { name: 'hello', actions: ['reset', 'whatFor', 'help'] })];
    case 'thanks':
      return [noticeReply(parts, chat, { name: 'thanks', actions: ['phoneSteps', 'help'] })];
    case 'unclear':
      return unclearBefore
        ? [await replyToHelp(parts, chat)]
        : [noticeReply(parts, chat, { name: 'unclear', actions: ['reset', 'status', 'help'] })];
  }
}
