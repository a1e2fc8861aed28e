import type { CardData } from './card-data.ts';
import { type Chat, leaderReply, type Reply } from './reply.ts';
import { type DeskParts, replyToDeskButton } from './reply-to-desk.ts';
import { replyToAsk, replyToCancel, replyToStatus, replyToSubmission } from './reply-to-form.ts';
import { replyToHelp } from './reply-to-help.ts';
import { replyToNotMe } from './reply-to-not-me.ts';
import { badAction, replyToDone, replyToLater } from './reply-to-reminder.ts';
import { replyToSendTicket, replyToTicket, type TicketReplyParts } from './reply-to-ticket.ts';

/** The buttons of signing in on a phone, which is a dialog. */
type PhoneData = Extract<CardData, { do: 'phoneSteps' | 'phoneHelp' | 'phone' | 'signedIn' }>;

export function isPhoneData(data: CardData): data is PhoneData {
  return ['phoneSteps', 'phoneHelp', 'phone', 'signedIn'].includes(data.do);
}

/** What to answer to a button, whichever way its data came. */
export async function replyToCard(
  parts: TicketReplyParts & DeskParts,
  chat: Chat,
  data: Exclude<CardData, PhoneData> | undefined,
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
      return [await replyToHelp(parts, chat)];
    case 'rules':
      return [{ card: parts.cards.rules(chat, {}), summary: 'summary.notice' }];
    case 'leader':
      return [leaderReply(parts, chat)];
    case 'notMe':
      return replyToNotMe(parts, chat, data.attempt);
    case 'ticket':
      return replyToTicket(parts, chat, data);
    case 'desk':
      return replyToDeskButton(parts, chat, data);
    case 'sendTicket':
      return replyToSendTicket(parts, chat, data);
    case 'reminderDone':
      return replyToDone(parts, chat, data.change);
    case 'reminderLater':
      return replyToLater(parts, chat, data.change, data.when);
  }
}
