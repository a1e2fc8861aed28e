import type { NewDueWork } from '../work/due-work.ts';
import type { Attempt, NewAttempt, Person } from './attempt.ts';
import { accountOf, type PersonAnswer, type Place } from './person-check.ts';
import { cardWork, type ResetParts } from './reset-parts.ts';

/** How long a form waits for the account: within the two seconds after which a person feels left alone. */
export const accountWaitMs = 1_500;
/** How long the account is waited for at all; a form that is shown already only learns its policy from it. */
const accountTimeoutMs = 15_000;

export interface Ask extends Place {
  person: Person;
  /** The activity that asks. */
  askedBy: string;
  locale: string;
  timeZone: string;
  /** The card that the new form takes the place of. */
  cardId?: string;
  /** How the submission that asks for a fresh form came, where one did. */
  via?: 'execute' | 'submit';
  /** Why the new form takes the place of an earlier one. */
  again?: 'expired' | 'replaced';
}

export type Asked =
  | { kind: 'form' | 'no_form' | 'under_way'; attempt: Attempt }
  /** The same activity once more: the form is there, or on its way. */
  | { kind: 'repeated'; attempt: Attempt };

/** A person asks for a form: opens an attempt and says what to show. */
export async function ask(parts: ResetParts, request: Ask): Promise<Asked> {
  const earlier = await parts.attempts.askedBy(request.askedBy);
  if (earlier) return { kind: 'repeated', attempt: earlier };
  const underWay = await parts.attempts.openChange(request.person);
  if (underWay) return { kind: 'under_way', attempt: underWay };
  const reference = parts.newReference();
  const call = { reference, locale: request.locale, timeoutMs: accountTimeoutMs };
  const told = accountOf(parts, request, call);
  const answer = await parts.within(told, accountWaitMs);
  const live = await parts.attempts.liveForm(request.person);
  const owed: NewDueWork[] = [];
  const { attempt, kind } = await parts.attempts.open(
    newAttempt(parts, request, { reference, answer, live }),
    parts.resetLimit,
    (each) => {
      const cards = cardsOf(parts, request, each);
      owed.push(...cards);
      return cards;
    },
  );
  if (owed.length > 0) parts.wake();
  if (kind !== 'opened') return { kind, attempt };
  if (!answer) void learn(parts, attempt, told);
  if (attempt.account) parts.onAccount(attempt.person, attempt.account);
  return { kind: attempt.state === 'shown' ? 'form' : 'no_form', attempt };
}

/** The older forms are closed in the chat too; a form that takes over a card is put there. */
function cardsOf(parts: ResetParts, request: Ask, each: Attempt) {
  if (each.state !== 'replaced')
    return request.cardId === undefined ? [] : [cardWork(parts, each, parts.now(), { again: request.again })];
  return each.cardId === undefined || each.cardId === request.cardId
    ? []
    : [cardWork(parts, each, parts.now())];
}

function newAttempt(
  parts: ResetParts,
  request: Ask,
  found: { reference: string; answer: PersonAnswer | undefined; live: Attempt | undefined },
): NewAttempt {
  const createdAt = parts.now();
  const code = found.answer && whyNoForm(found.answer);
  return {
    id: parts.newId(),
    reference: found.reference,
    person: request.person,
    conversationId: request.conversationId,
    askedBy: request.askedBy,
    // A form that is alive and was never answered means that this client may not send Action.Execute.
    plainSubmit: request.via === 'submit' || (request.via === undefined && unanswered(found.live, createdAt)),
    locale: request.locale,
    timeZone: request.timeZone,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + parts.formLifetimeMs),
    ...(found.answer?.kind === 'account' ? { account: found.answer.account } : {}),
    ...(request.cardId === undefined ? {} : { cardId: request.cardId }),
    ...(code === undefined ? {} : { code }),
  };
}

const unanswered = (form: Attempt | undefined, now: Date): boolean =>
  form?.round === 1 && form.expiresAt > now;

function whyNoForm(answer: PersonAnswer): string | undefined {
  switch (answer.kind) {
    case 'account':
      return answer.account.locked === 'administrator' ? 'account_locked' : undefined;
    case 'refused':
      return answer.code;
    default:
      return answer.kind;
  }
}

/** The backend was slow: the form stays as it is, and its submission is checked against what came later. */
async function learn(parts: ResetParts, attempt: Attempt, told: Promise<PersonAnswer>): Promise<void> {
  try {
    const answer = await told;
    if (answer.kind === 'account') await parts.attempts.learnAccount(attempt.id, answer.account);
  } catch (error) {
    parts.onFault(error);
  }
}

/** What the backend knows of a person, for "status". */
export async function lookUp(parts: ResetParts, request: Ask): Promise<PersonAnswer & { reference: string }> {
  const reference = parts.newReference();
  const call = { reference, locale: request.locale, timeoutMs: 10_000 };
  const answer = await accountOf(parts, request, call);
  if (answer.kind === 'account') parts.onAccount(request.person, answer.account);
  return { ...answer, reference };
}
