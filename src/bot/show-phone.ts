import type { TurnContext } from 'botbuilder';
import type { Facts } from '../phones/sign-in.ts';
import { lookUp } from '../pin/ask.ts';
import { personKey } from '../pin/attempt.ts';
import { reminderKind } from '../reminders/reminders.ts';
import type { Shown, SignInPorts } from './dialogs/phone-sign-in.ts';
import { hearPhone } from './hear-phone.ts';
import { type Chat, noticeReply, type Reply, type ReplyParts } from './reply.ts';
import { saidIn } from './turn-said.ts';

/** A change so long ago is not what the phone suffers from. */
const recentMs = 14 * 86_400_000;
/** How long the backend is waited for: within the two seconds after which a person feels left alone. */
const phonesWaitMs = 1_500;

/** What the dialog of signing in on a phone needs of the bot. */
export function signInPorts(parts: ReplyParts): SignInPorts {
  return {
    now: parts.reset.now,
    heard: hearPhone,
    facts: (context) => factsFor(parts, context),
    async show(context, shown) {
      const { chat, said, replies } = saidIn(context);
      const inPlace = said.kind === 'button' && (said.data.do === 'phone' || said.data.do === 'signedIn');
      const { locale } = shown.signIn;
      const reply = await replyTo(parts, { ...chat, locale }, shown);
      replies.push({ ...reply, locale, inPlace });
    },
  };
}

/** The change that the person means, and the phones that the backend knows of. */
async function factsFor(parts: ReplyParts, context: TurnContext): Promise<Facts> {
  const { chat, said } = saidIn(context);
  const named = said.kind === 'button' && said.data.do === 'phoneHelp' ? said.data.change : undefined;
  const attempt = await changeOf(parts, chat, named);
  const change = attempt ? { change: attempt.id, reference: attempt.reference } : {};
  const account = attempt?.account?.deskPhones ? attempt.account : await accountFor(parts, chat);
  const { deskPhones, extension } = account ?? {};
  const phones = (deskPhones ?? []).map(({ model, location }) => ({
    model,
    ...(location ? { location } : {}),
  }));
  return { ...change, phones, locale: chat.locale, ...(extension ? { extension } : {}) };
}

async function changeOf({ reset }: ReplyParts, { person }: Chat, named: string | undefined) {
  if (named !== undefined) {
    const attempt = await reset.attempts.find(named);
    if (attempt && personKey(attempt.person) === personKey(person)) return attempt;
  }
  const last = await reset.attempts.lastApplied(person);
  const changedAt = last?.changedAt?.getTime() ?? 0;
  return reset.now().getTime() - changedAt <= recentMs ? last : undefined;
}

async function accountFor({ reset }: ReplyParts, chat: Chat) {
  const { cardId: _pressed, via: _how, ...request } = chat;
  const told = lookUp(reset, request);
  told.catch(reset.onFault);
  const answer = await reset.within(told, phonesWaitMs);
  return answer?.kind === 'account' ? answer.account : undefined;
}

async function replyTo(parts: ReplyParts, chat: Chat, shown: Shown): Promise<Reply> {
  const { cards } = parts;
  switch (shown.kind) {
    case 'show':
      return { card: cards.signIn(chat, shown), summary: 'summary.phoneHelp' };
    case 'signed_in':
      return signedIn(parts, chat, shown.signIn.change);
    case 'help_desk': {
      const { change, reference } = shown.signIn;
      const changedAt = change && (await parts.reset.attempts.find(change))?.changedAt;
      const card = cards.phoneTicket(chat, { signIn: shown.signIn, changedAt: changedAt || undefined });
      return { card, summary: 'summary.phoneHelp', ...(reference ? { reference } : {}) };
    }
    case 'lost':
      return { card: cards.help(chat, {}), summary: 'summary.help' };
  }
}

/** No more reminders, and the change is known to have reached the phone. */
async function signedIn(parts: ReplyParts, chat: Chat, change: string | undefined): Promise<Reply> {
  await parts.dueWork.drop(personKey(chat.person), [reminderKind]);
  if (change !== undefined) await parts.reset.attempts.note(change, 'signed_in', parts.reset.now());
  return noticeReply(parts, chat, { name: 'done', actions: ['phoneSteps', 'status'] });
}
