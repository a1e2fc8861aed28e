import { type Asked, ask, lookUp } from '../pin/ask.ts';
import type { Attempt } from '../pin/attempt.ts';
import { openStates } from '../pin/life-cycle.ts';
import { cancel, type Submitted, showWorking, submit } from '../pin/reset.ts';
import { outcomeWaitMs } from '../pin/reset-parts.ts';
import { attemptCard } from './attempt-card.ts';
import type { CardData } from './card-data.ts';
import type { FormNote } from './cards/facts.ts';
import { type Chat, noticeReply, type Reply, type ReplyParts } from './reply.ts';

/** "Reset my PIN": the form, or why there is none. Nothing where this activity has its form already. */
export async function replyToAsk(parts: ReplyParts, chat: Chat, again?: FormNote): Promise<Reply[]> {
  const { cardId: _pressed, via: _how, ...request } = chat;
  return replyToAsked(parts, chat, await ask(parts.reset, request), again);
}

function replyToAsked(parts: ReplyParts, chat: Chat, asked: Asked, again?: FormNote): Reply[] {
  // A redelivered request: the form is in the chat, unless its sending failed; then it is still owed.
  if (asked.kind === 'repeated' && asked.attempt.cardId !== undefined) return [];
  return [askedReply(parts, chat, asked, again)];
}

function askedReply(parts: ReplyParts, chat: Chat, asked: Asked, again?: FormNote): Reply {
  if (asked.kind === 'under_way') return underWayReply(parts, chat, asked.attempt);
  return attemptReply(parts, asked.attempt, again);
}

/** The outcome comes into the card of the change: a second one would be left behind. */
function underWayReply(parts: ReplyParts, chat: Chat, attempt: Attempt): Reply {
  const name = attempt.state === 'submitted' ? 'busy' : 'stillUnknown';
  const { reference } = attempt;
  return { ...noticeReply(parts, chat, { name, args: { reference }, actions: ['help'] }), reference };
}

function attemptReply(parts: ReplyParts, attempt: Attempt, again?: FormNote): Reply {
  return { card: attemptCard(parts.cards, attempt, again), summary: summaryOf(attempt), attempt };
}

export function summaryOf(attempt: Attempt): Reply['summary'] {
  switch (attempt.state) {
    case 'shown':
      return 'summary.form';
    case 'submitted':
      return 'summary.working';
    case 'unknown':
    case 'unsettled':
      return 'summary.unknown';
    case 'applied':
      return 'summary.changed';
    case 'failed':
      return attempt.changeId === undefined ? 'summary.noForm' : 'summary.notChanged';
    default:
      return 'summary.notice';
  }
}

/** A form comes back. The answer stands in place of the form. */
export async function replyToSubmission(
  parts: ReplyParts,
  chat: Chat,
  data: Extract<CardData, { do: 'setPin' }>,
): Promise<Reply[]> {
  const typed = { pin: data.newPin ?? undefined, repeat: data.repeatPin ?? undefined };
  const submitted = await submit(parts.reset, { ...chat, attemptId: data.attempt, round: data.round, typed });
  return (await replyToSubmitted(parts, chat, submitted)).map((reply) => ({ ...reply, inPlace: true }));
}

async function replyToSubmitted(parts: ReplyParts, chat: Chat, submitted: Submitted): Promise<Reply[]> {
  switch (submitted.kind) {
    case 'accepted':
      return [attemptReply(parts, await outcomeOf(parts, submitted))];
    case 'refused':
    case 'as_it_stands':
      return [attemptReply(parts, submitted.attempt)];
    case 'behind':
      return [
        noticeReply(parts, chat, {
          name: 'otherForm',
          args: { reference: submitted.attempt.reference },
          actions: ['help'],
        }),
      ];
    case 'fresh':
      return [askedReply(parts, chat, submitted.asked, submitted.because)];
    case 'foreign':
      return [noticeReply(parts, chat, { name: 'foreign', actions: ['reset', 'help'] })];
  }
}

/** The attempt with its outcome; without it, where that takes longer than a person should stand in front of silence. */
async function outcomeOf(
  { reset }: ReplyParts,
  { attempt, settled }: Extract<Submitted, { kind: 'accepted' }>,
): Promise<Attempt> {
  await reset.within(settled, outcomeWaitMs);
  const now = (await reset.attempts.find(attempt.id)) ?? attempt;
  if (now.state === 'submitted') await showWorking(reset, now);
  return now;
}

/** "Cancel" on the form. */
export async function replyToCancel(parts: ReplyParts, chat: Chat, attemptId: string): Promise<Reply[]> {
  const submitted = await cancel(parts.reset, { ...chat, attemptId });
  return (await replyToSubmitted(parts, chat, submitted)).map((reply) => ({ ...reply, inPlace: true }));
}

/** "cancel" in words: closes the form that is open. */
export async function replyToCancelWords(parts: ReplyParts, chat: Chat): Promise<Reply[]> {
  const underWay = await parts.reset.attempts.openChange(chat.person);
  if (underWay) return [underWayReply(parts, chat, underWay)];
  const live = await parts.reset.attempts.liveForm(chat.person);
  if (!live) return [noticeReply(parts, chat, { name: 'nothingToCancel', actions: ['reset', 'help'] })];
  const closed = await cancel(parts.reset, { ...chat, attemptId: live.id });
  // The form is in another chat of theirs, and stays open.
  if (closed.kind === 'foreign')
    return [noticeReply(parts, chat, { name: 'nothingToCancel', actions: ['reset', 'help'] })];
  // Sent at the same moment, it is under way.
  if (closed.kind === 'as_it_stands' && openStates.includes(closed.attempt.state)) {
    return [underWayReply(parts, chat, closed.attempt)];
  }
  return [noticeReply(parts, chat, { name: 'cancelled', actions: ['reset', 'help'] })];
}

/** "status": what the backend says of the person's PIN. */
export async function replyToStatus(parts: ReplyParts, chat: Chat): Promise<Reply[]> {
  const underWay = await parts.reset.attempts.openChange(chat.person);
  if (underWay) return [underWayReply(parts, chat, underWay)];
  const answer = await lookUp(parts.reset, chat);
  if (answer.kind === 'account') {
    return [{ card: parts.cards.status(chat, { account: answer.account }), summary: 'summary.status' }];
  }
  const reason = answer.kind === 'refused' ? answer.code : answer.kind;
  const { reference } = answer;
  return [
    {
      card: parts.cards.noForm(chat, { reference, reason, asked: 'status' }),
      summary: 'summary.noForm',
      reference,
    },
  ];
}
