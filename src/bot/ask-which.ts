import type { Understanding } from '../language/intent.ts';
import type { Intent } from '../language/intents.ts';
import type { NoticeAction } from './cards/facts.ts';
import { type Chat, noticeReply, type Reply, type ReplyParts } from './reply.ts';

/** The button that answers a wish, where there is one. */
const buttons: Partial<Record<Intent, NoticeAction>> = {
  reset: 'reset',
  status: 'status',
  whatFor: 'whatFor',
  rules: 'rules',
  leader: 'leader',
  phoneSignIn: 'phoneSteps',
  phoneTrouble: 'phoneSteps',
  notWorkingAfterChange: 'phoneSteps',
  helpDesk: 'help',
  ticket: 'ticket',
  someoneElse: 'help',
  otherPin: 'help',
  otherSecret: 'help',
};

/** Where two wishes are about as likely: the person says which. Undefined where both have the same answer, or one has none. */
export function askWhich(
  parts: ReplyParts,
  chat: Chat,
  { intent, close }: Pick<Understanding, 'intent' | 'close'>,
): Reply | undefined {
  const [one, other] = [buttons[intent], close && buttons[close]];
  if (!one || !other || one === other) return undefined;
  const actions = [...new Set<NoticeAction>([one, other, 'help'])];
  return noticeReply(parts, chat, { name: 'which', actions });
}
