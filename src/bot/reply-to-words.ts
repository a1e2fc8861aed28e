import type { Understanding } from '../language/intent.ts';
import { type Chat, noticeReply, type Reply, type ReplyParts } from './reply.ts';
import { replyToAsk, replyToCancelWords, replyToStatus } from './reply-to-form.ts';
import { replyToDoneWords } from './reply-to-reminder.ts';

/** What to answer to a text that was understood. `unclearBefore`: the text before it was not understood either. */
export async function replyToWords(
  parts: ReplyParts,
  chat: Chat,
  understood: Understanding,
  unclearBefore: boolean,
): Promise<Reply[]> {
  if (!understood.pinTyped) return replyToIntent(parts, chat, understood.intent, unclearBefore);
  // A PIN in the chat is not used, whatever else was said with it; the person wanted it set, so the form follows.
  const warning = noticeReply(parts, chat, { name: 'pinInChat', actions: [] });
  if (understood.intent !== 'reset') {
    return [warning, ...(await replyToIntent(parts, chat, understood.intent, unclearBefore))];
  }
  return [warning, ...(await replyToAsk(parts, chat))];
}

async function replyToIntent(
  parts: ReplyParts,
  chat: Chat,
  intent: Understanding['intent'],
  unclearBefore: boolean,
): Promise<Reply[]> {
  const { cards } = parts;
  switch (intent) {
    case 'reset':
      return replyToAsk(parts, chat);
    case 'status':
      return replyToStatus(parts, chat);
    case 'whatFor':
    case 'leader':
    case 'otherPin':
    case 'otherSecret':
      return [{ card: cards.whatFor(chat, {}), summary: 'summary.whatFor' }];
    case 'rules':
      return [{ card: cards.rules(chat, {}), summary: 'summary.notice' }];
    case 'someoneElse':
      return [noticeReply(parts, chat, { name: 'someoneElse', actions: ['help'] })];
    case 'helpDesk':
    case 'ticket':
      return [{ card: cards.help(chat, {}), summary: 'summary.help' }];
    case 'phoneSignIn':
    case 'phoneTrouble':
    case 'notWorkingAfterChange':
      return [{ card: cards.phoneHelp(chat, {}), summary: 'summary.phoneHelp' }];
    case 'cancel':
      return replyToCancelWords(parts, chat);
    case 'reminderDone':
      return replyToDoneWords(parts, chat, 'done');
    case 'reminderStop':
      return replyToDoneWords(parts, chat, 'remindersStopped');
    case 'hello':
    case 'reminderLater':
      return [noticeReply(parts, chat, { name: 'hello', actions: ['reset', 'whatFor', 'help'] })];
    case 'thanks':
      return [noticeReply(parts, chat, { name: 'thanks', actions: ['phoneSteps', 'help'] })];
    case 'unclear':
      return unclearBefore
        ? [{ card: cards.help(chat, {}), summary: 'summary.help' }]
        : [noticeReply(parts, chat, { name: 'unclear', actions: ['reset', 'status', 'help'] })];
  }
}
