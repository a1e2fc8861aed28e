import type { Attempt, Settlement } from './attempt.ts';
import type { BackendCall, ChangeAnswer, KnownChange } from './backend.ts';
import { confirm, type Place } from './person-check.ts';
import {
  cardWork,
  lookKey,
  lookWork,
  mostRounds,
  type NoteName,
  noteWork,
  overdueKey,
  type ResetParts,
  waitMs,
} from './reset-parts.ts';

/** How long after its submission a PIN is kept in memory to repeat the request, at most. */
export const keepPinMs = 60_000;
/** A person who waited longer than this has looked away, and is told by a message of its own. */
const slowMs = 10_000;
/** How long the policy is asked for before a form is given back. */
const policyTimeoutMs = 5_000;
/** So many times in a row nothing of the request left this machine: then it is certain that nothing was changed. */
const triesUnsent = 3;

/** The contract's refusals of a PIN: the form is given back with them. Any other code ends the attempt. */
const refusedPin = /^pin_/;

/**
 * Has the backend make the change, and settles the attempt by what it answers. The PIN lives in this call alone.
 *
 * While the outcome is not known the request is repeated under its key, which changes nothing twice, until the PIN has to
 * be forgotten; then the due work that looks for the change takes over. Never rejects: faults go to `onFault`.
 */
export async function carryOut(
  parts: ResetParts,
  attempt: Attempt,
  changeId: string,
  submitted: SubmittedPin,
): Promise<void> {
  const release = parts.holdLook(attempt, changeId);
  let isKnown = false;
  try {
    const answer = await haveItChanged(parts, attempt, changeId, submitted);
    if (answer) isKnown = await settleChange(parts, attempt, changeId, answer);
    else await leaveUnknown(parts, attempt, changeId);
  } catch (error) {
    // The store did not take the outcome: the look that was put with the submission finds it later.
    parts.onFault(error);
  } finally {
    await release(isKnown);
    parts.wake();
  }
}

/** What was typed, where, and whether the form had come back already because nobody could confirm the person. */
export interface SubmittedPin {
  pin: string;
  place: Place;
  unconfirmedBefore: boolean;
}

/** Nothing is sent before a second source has confirmed the person. */
async function haveItChanged(
  parts: ResetParts,
  attempt: Attempt,
  changeId: string,
  { pin, place, unconfirmedBefore }: SubmittedPin,
): Promise<Known | undefined> {
  const forgetAt = parts.now().getTime() + keepPinMs;
  const who = await confirm(parts.check, attempt.person, place);
  if (who.kind === 'stranger') return { kind: 'failed', code: 'stranger' };
  if (who.kind === 'nameless') return { kind: 'failed', code: 'user_not_found' };
  if (who.kind === 'confirmed') return askUntilKnown(parts, attempt, changeId, { ...who, pin, forgetAt });
  return unconfirmedBefore ? { kind: 'failed', code: 'unconfirmed' } : { kind: 'unconfirmed' };
}

/** The PIN is forgotten, and the change is looked for from now on: the work that guards against a death would come late. */
async function leaveUnknown(parts: ResetParts, attempt: Attempt, changeId: string): Promise<void> {
  await markUnknown(parts, attempt, changeId);
  await parts.owe([lookWork(attempt, changeId, parts.now())]);
}

/** The person is told so, and again while it lasts. */
export async function markUnknown(parts: ResetParts, attempt: Attempt, changeId: string): Promise<void> {
  const at = parts.now();
  await parts.attempts.settle(changeId, { kind: 'loseSight' }, at, { work: [cardWork(parts, attempt, at)] });
}

/** Returns what the backend says, or undefined where the PIN has to be forgotten before anything is known. */
async function askUntilKnown(
  parts: ResetParts,
  attempt: Attempt,
  changeId: string,
  asked: { userId: string; pin: string; forgetAt: number },
): Promise<Known | undefined> {
  const { forgetAt } = asked;
  const seen = { unknown: false, tries: 0 };
  for (;;) {
    const leftMs = forgetAt - parts.now().getTime();
    const timeoutMs = seen.tries === 0 ? parts.changeTimeoutMs : Math.min(parts.changeTimeoutMs, leftMs);
    const call = { reference: attempt.reference, locale: attempt.locale, timeoutMs };
    const answer = await askOnce(parts, { ...asked, changeId, call, lost: seen.unknown });
    seen.tries += 1;
    const known = knownFrom(answer, seen);
    if (known) return known;
    if (answer.kind === 'unknown' && !seen.unknown) {
      seen.unknown = true;
      await markUnknown(parts, attempt, changeId);
      parts.wake();
    }
    const delayMs = waitMs(parts, retryAfterMs(answer), 500 * 2 ** Math.min(seen.tries - 1, 4));
    if (parts.now().getTime() + delayMs >= forgetAt) {
      const untouched = !seen.unknown && (answer.kind === 'busy' || answer.kind === 'not_sent');
      return untouched ? { kind: 'failed', code: answer.kind } : undefined;
    }
    await parts.after(delayMs);
  }
}

/** Once an answer was lost, the change is asked after first: its request goes out again only where it never arrived. */
async function askOnce(
  parts: ResetParts,
  asked: {
    userId: string;
    changeId: string;
    pin: string;
    call: BackendCall;
    lost: boolean;
    forgetAt: number;
  },
): Promise<ChangeAnswer> {
  const { userId, changeId, pin, call, lost, forgetAt } = asked;
  if (!lost) return parts.backend.change(userId, changeId, pin, call);
  const seen = await parts.backend.look(changeId, call);
  if (seen.kind !== 'not_found') return seen;
  // Asking has taken its time too.
  const timeoutMs = Math.min(call.timeoutMs, forgetAt - parts.now().getTime());
  if (timeoutMs <= 0) return { kind: 'unknown' };
  return parts.backend.change(userId, changeId, pin, { ...call, timeoutMs });
}

/**
 * An answer that settles, or `pending`: taken by the backend and to be asked for. `unconfirmed`: nothing was sent, for
 * nobody could say who the person is.
 */
export type Known = KnownChange | { kind: 'failed'; code: string } | { kind: 'unconfirmed' };

function knownFrom(answer: ChangeAnswer, seen: { unknown: boolean; tries: number }): Known | undefined {
  switch (answer.kind) {
    case 'applied':
    case 'rejected':
    case 'pending':
      return answer;
    case 'denied':
      // The service refuses this bot, and so took nothing; but an earlier try may have been taken.
      return seen.unknown ? undefined : { kind: 'failed', code: 'denied' };
    case 'not_sent':
      return !seen.unknown && seen.tries >= triesUnsent ? { kind: 'failed', code: 'not_sent' } : undefined;
    default:
      return undefined;
  }
}

const retryAfterMs = (answer: ChangeAnswer): number | undefined =>
  'retryAfterMs' in answer ? answer.retryAfterMs : undefined;

/**
 * Writes down what became of a change, with all that is owed because of it. Once: a second settling does nothing.
 *
 * @returns whether this one settled it, so that nothing is looked for any more
 */
export async function settleChange(
  parts: ResetParts,
  attempt: Attempt,
  changeId: string,
  known: Known,
): Promise<boolean> {
  const at = parts.now();
  if (known.kind === 'pending') {
    // A person waits: no longer than a minute, whatever the service asks for.
    const lookAt = new Date(at.getTime() + Math.min(known.retryAfterMs ?? 1_000, 60_000));
    await parts.owe([lookWork(attempt, changeId, lookAt, true)]);
    return false;
  }
  if (known.kind === 'rejected' && refusedPin.test(known.code)) await learnPolicy(parts, attempt);
  const settlement = await settlementOf(parts, attempt, known, at);
  const work = [cardWork(parts, attempt, at)];
  const waitedMs = at.getTime() - (attempt.submittedAt ?? at).getTime();
  if (waitedMs > slowMs) work.push(noteWork(attempt, outcomeOf(settlement), new Date(at.getTime() + 1_000)));
  const inForce = settlement.kind === 'apply' && !settlement.superseded;
  if (inForce) work.push(...parts.remindersAfter(attempt, settlement.changedAt));
  const effects = {
    work,
    drop: [lookKey(changeId), overdueKey(changeId)],
    ...(inForce ? { replaceKinds: parts.reminderKinds } : {}),
  };
  const settled = await parts.attempts.settle(changeId, settlement, at, effects);
  if (settled) parts.onSettled(attempt, settlement, waitedMs);
  // Given up this moment: there may be a newer form, so that this one is not given back.
  else if (known.kind === 'rejected')
    await parts.attempts.settle(changeId, { kind: 'fail', code: known.code }, at, effects);
  return settled;
}

function outcomeOf(settlement: Settlement): NoteName {
  if (settlement.kind !== 'apply') return 'notChanged';
  return settlement.superseded ? 'superseded' : 'changed';
}

/** The backend refused by rules that the form may not have known: it is given back with those in force. */
async function learnPolicy(parts: ResetParts, attempt: Attempt): Promise<void> {
  // By another name the person is known in a turn alone; the form keeps the rules that it has.
  if (parts.check.userKey !== 'aadObjectId') return;
  const call = { reference: attempt.reference, locale: attempt.locale, timeoutMs: policyTimeoutMs };
  const answer = await parts.backend.account(attempt.person.userId, call);
  if (answer.kind === 'account') await parts.attempts.learnAccount(attempt.id, answer.account);
}

async function settlementOf(
  parts: ResetParts,
  attempt: Attempt,
  known: Exclude<Known, { kind: 'pending' }>,
  at: Date,
): Promise<Settlement> {
  if (known.kind === 'applied') {
    const last = await parts.attempts.lastApplied(attempt.person);
    const superseded = last?.changedAt !== undefined && last.changedAt > known.changedAt;
    return { kind: 'apply', changedAt: known.changedAt, superseded };
  }
  const code = known.kind === 'unconfirmed' ? known.kind : known.code;
  const mayBeTried = known.kind === 'unconfirmed' || (known.kind === 'rejected' && refusedPin.test(code));
  // A day later there may be a newer form: this one is not given back any more.
  if (!mayBeTried || attempt.state === 'unsettled') return { kind: 'fail', code };
  if (attempt.round >= mostRounds) return { kind: 'fail', code: 'exhausted' };
  return { kind: 'giveBack', codes: [code], expiresAt: new Date(at.getTime() + parts.formLifetimeMs) };
}
