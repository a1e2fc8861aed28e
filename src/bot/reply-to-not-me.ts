import { type Attempt, personKey } from '../pin/attempt.ts';
import { reminderKind } from '../reminders/reminders.ts';
import type { ToldAttempt } from './cards/facts.ts';
import type { Chat, Reply } from './reply.ts';
import { badAction } from './reply-to-reminder.ts';
import { openUrgentTicket, recentMs, type TicketReplyParts } from './reply-to-ticket.ts';

/** "This was not me": for the help desk to see, once, and the way to them. */
export async function replyToNotMe(parts: TicketReplyParts, chat: Chat, attemptId: string): Promise<Reply[]> {
  const { attempts, now, onNotMe } = parts.reset;
  const attempt = await attempts.find(attemptId);
  if (!attempt || personKey(attempt.person) !== personKey(chat.person)) return [badAction(parts, chat)];
  if (await attempts.noteOnce(`not_me:${attempt.id}`, attempt.id, 'not_me', now())) onNotMe(attempt);
  // Nobody is to sign in on a phone with a PIN that somebody else has set.
  await parts.dueWork.drop(personKey(chat.person), [reminderKind]);
  const hasTicket = parts.deliversTickets && (await openUrgentTicket(parts, chat, attempt));
  const { reference } = attempt;
  const card = parts.cards.notMe(chat, { reference, hasTicket });
  return [{ card, summary: 'summary.notMe', reference, inPlace: true }];
}

/** The same in words, which may be misread: they change nothing, and the button is offered for what there was. */
export async function replyToNotMeWords(parts: TicketReplyParts, chat: Chat): Promise<Reply[]> {
  const told = (await attemptsToTell(parts, chat)).map(toldOf);
  const [first] = told;
  const card = parts.cards.notMeOffer(chat, { told });
  return [{ card, summary: 'summary.reportNotMe', ...(first ? { reference: first.reference } : {}) }];
}

/** The person's last change, and the try after it; first what is the likelier to be meant. */
async function attemptsToTell({ reset }: TicketReplyParts, { person }: Chat): Promise<Attempt[]> {
  const [changed, newest] = await Promise.all([
    reset.attempts.lastApplied(person),
    reset.attempts.newest(person),
  ]);
  const isRecent = ({ createdAt }: Attempt) => reset.now().getTime() - createdAt.getTime() < recentMs;
  const isTold = newest && newest.id !== changed?.id && (isRecent(newest) || became(newest) === 'underWay');
  if (!isTold) return changed ? [changed] : [];
  if (!changed) return [newest];
  // A change weighs more than a try that changed nothing, unless it is long ago.
  return isRecent(changed) && became(newest) === 'tried' ? [changed, newest] : [newest, changed];
}

function became({ state }: Attempt): ToldAttempt['became'] {
  switch (state) {
    case 'applied':
      return 'changed';
    case 'submitted':
    case 'unknown':
    case 'unsettled':
      return 'underWay';
    default:
      return 'tried';
  }
}

function toldOf(attempt: Attempt): ToldAttempt {
  const { id, reference, createdAt, submittedAt, changedAt } = attempt;
  const when = { changed: changedAt ?? submittedAt, underWay: submittedAt, tried: createdAt };
  return { attempt: id, reference, became: became(attempt), at: when[became(attempt)] ?? createdAt };
}
