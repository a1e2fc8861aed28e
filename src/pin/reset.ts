import { type Ask, type Asked, ask } from './ask.ts';
import { type Attempt, personKey } from './attempt.ts';
import { carryOut } from './change.ts';
import { checkNewPin, type TypedPin } from './new-pin.ts';
import { overdueMs } from './overdue.ts';
import type { Place } from './person-check.ts';
import { defaultPolicy } from './policy.ts';
import { watchChanges } from './reset-alert.ts';
import { cardWork, lookWork, mostRounds, overdueWork, type ResetParts } from './reset-parts.ts';

export interface Submission extends Ask {
  attemptId: string;
  round: number;
  typed: TypedPin;
}

export type Submitted =
  /** The change is under way; `settled` ends with it, whatever becomes of it. */
  | { kind: 'accepted'; attempt: Attempt; settled: Promise<void> }
  /** A rule is broken: the form in its next round. */
  | { kind: 'refused'; attempt: Attempt }
  /** A doubled or late submission: nothing new, the attempt as it stands. */
  | { kind: 'as_it_stands'; attempt: Attempt }
  /** Another change of the person is under way: this form waits for its end. */
  | { kind: 'behind'; attempt: Attempt }
  /** The form was expired or replaced: a new one, or why there is none. */
  | { kind: 'fresh'; asked: Asked; because: 'expired' | 'replaced' }
  | { kind: 'foreign' };

/** Shows that a change is being worked on: the outcome did not come while its submission was answered. */
export const showWorking = (parts: ResetParts, attempt: Attempt): Promise<void> =>
  parts.owe([cardWork(parts, attempt, parts.now())]);

/** A form comes back. Whatever comes doubled, late or from somebody else starts nothing. */
export async function submit(parts: ResetParts, submission: Submission): Promise<Submitted> {
  const attempt = await parts.attempts.find(submission.attemptId);
  if (!attempt || !isTheirs(attempt, submission)) return { kind: 'foreign' };
  await rememberCard(parts, attempt, submission);
  const over = endedForm(attempt, parts.now());
  if (over) return freshForm(parts, submission, attempt, over);
  if (attempt.state !== 'shown') {
    // The card that was pressed is an old one.
    await parts.owe([cardWork(parts, attempt, parts.now())]);
    return { kind: 'as_it_stands', attempt };
  }
  if (attempt.round !== submission.round) return { kind: 'as_it_stands', attempt };
  const check = checkNewPin(
    submission.typed,
    attempt.account?.policy ?? defaultPolicy,
    attempt.account ?? {},
  );
  if (check.kind === 'broken') return refuse(parts, attempt, check.codes);
  const { serviceUrl, conversationId, accountId } = submission;
  return accept(parts, attempt, check.pin, { serviceUrl, conversationId, accountId });
}

/** The answer to the sending of the form may have been lost; what is pressed tells where the form is. */
async function rememberCard(parts: ResetParts, attempt: Attempt, { cardId }: Ask): Promise<void> {
  if (attempt.cardId === undefined && cardId !== undefined) await parts.attempts.setCard(attempt.id, cardId);
}

function endedForm(attempt: Attempt, now: Date): 'expired' | 'replaced' | undefined {
  if (attempt.state === 'replaced' || attempt.state === 'expired') return attempt.state;
  return attempt.state === 'shown' && attempt.expiresAt <= now ? 'expired' : undefined;
}

async function freshForm(
  parts: ResetParts,
  submission: Submission,
  attempt: Attempt,
  because: 'expired' | 'replaced',
): Promise<Submitted> {
  if (attempt.state === 'shown') await parts.attempts.close(attempt.id, 'expire', parts.now(), []);
  // One form, one successor: a doubled submission of an ended form finds the fresh form that it already has.
  const asked = await ask(parts, {
    ...submission,
    again: because,
    askedBy: `${attempt.id}:${attempt.round}:again`,
  });
  if (asked.kind === 'under_way') return waitBehind(parts, attempt.id, asked.attempt);
  return { kind: 'fresh', asked, because };
}

/** The card says whose end it waits for, and shows how things stand once that has come. */
async function waitBehind(parts: ResetParts, attemptId: string, underWay: Attempt): Promise<Submitted> {
  const now = await parts.attempts.find(attemptId);
  const { changeId: behind } = underWay;
  if (now && behind !== undefined) await parts.owe([cardWork(parts, now, parts.now(), { behind })]);
  return { kind: 'behind', attempt: underWay };
}

async function refuse(parts: ResetParts, attempt: Attempt, codes: string[]): Promise<Submitted> {
  const at = parts.now();
  if (attempt.round >= mostRounds) return closed(parts, attempt, 'exhaust', at);
  const times = { at, expiresAt: new Date(at.getTime() + parts.formLifetimeMs) };
  // It is known still that the form had come back because nobody could confirm the person.
  const kept = attempt.refusals.filter((code) => code === 'unconfirmed');
  const given = await parts.attempts.giveBack(attempt, [...codes, ...kept], times, [
    cardWork(parts, attempt, at),
  ]);
  parts.wake();
  if (given) return { kind: 'refused', attempt: given };
  return { kind: 'as_it_stands', attempt: (await parts.attempts.find(attempt.id)) ?? attempt };
}

async function accept(parts: ResetParts, attempt: Attempt, pin: string, place: Place): Promise<Submitted> {
  const changeId = parts.newId();
  const at = parts.now();
  // Held by this process while it has the change under way; where it dies, whoever is there looks for the change.
  const overdueAt = new Date(at.getTime() + overdueMs.hour);
  const work = [
    { ...lookWork(attempt, changeId, at), heldBy: parts.owner },
    // Whatever becomes of those two, nobody is left waiting for ever.
    overdueWork(attempt, changeId, overdueAt),
  ];
  const result = await parts.attempts.accept(attempt, changeId, at, work);
  if (result.kind !== 'accepted') return notAccepted(parts, attempt, result.kind);
  const { attempt: now } = result;
  const unconfirmedBefore = attempt.refusals.includes('unconfirmed');
  const settled = carryOut(parts, now, changeId, { pin, place, unconfirmedBefore });
  parts.inFlight.add(settled);
  void settled.finally(() => parts.inFlight.delete(settled));
  void watchChanges(parts, now).catch(parts.onFault);
  return { kind: 'accepted', attempt: now, settled };
}

async function notAccepted(parts: ResetParts, attempt: Attempt, why: 'busy' | 'late'): Promise<Submitted> {
  const underWay = why === 'busy' ? await parts.attempts.openChange(attempt.person) : undefined;
  if (underWay) return waitBehind(parts, attempt.id, underWay);
  // Where it has ended this moment, the form still stands.
  return { kind: 'as_it_stands', attempt: (await parts.attempts.find(attempt.id)) ?? attempt };
}

/** The person gives up. A form that is already on its way stays as it stands. */
export async function cancel(parts: ResetParts, request: Ask & { attemptId: string }): Promise<Submitted> {
  const attempt = await parts.attempts.find(request.attemptId);
  if (!attempt || !isTheirs(attempt, request)) return { kind: 'foreign' };
  return closed(parts, attempt, 'cancel', parts.now());
}

async function closed(
  parts: ResetParts,
  attempt: Attempt,
  how: 'cancel' | 'exhaust',
  at: Date,
): Promise<Submitted> {
  await parts.attempts.close(attempt.id, how, at, [cardWork(parts, attempt, at)]);
  parts.wake();
  return { kind: 'as_it_stands', attempt: (await parts.attempts.find(attempt.id)) ?? attempt };
}

function isTheirs(attempt: Attempt, request: Ask): boolean {
  return (
    personKey(attempt.person) === personKey(request.person) &&
    attempt.conversationId === request.conversationId
  );
}
