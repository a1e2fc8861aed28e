import type { Attempt } from '../pin/attempt.ts';
import { defaultPolicy } from '../pin/policy.ts';
import type { Card, Cards } from './cards/cards.ts';
import type { FormNote } from './cards/facts.ts';

/** Codes after which trying again is worth it: nothing stands in the way any more. */
const retryable = new Set([
  'withdrawn',
  'failed',
  'not_sent',
  'busy',
  'unavailable',
  'exhausted',
  'unconfirmed',
]);
/** Codes with which an attempt ends before there was a form. */
const noForm = [
  'user_not_found',
  'not_enabled',
  'account_disabled',
  'account_locked',
  'denied',
  'away',
  'limit',
  'stranger',
  'unconfirmed',
] as const;

/** What the chat should show of an attempt: made from its state alone, so that showing it twice shows the same. */
export function attemptCard(cards: Cards, attempt: Attempt, again?: FormNote): Card {
  switch (attempt.state) {
    case 'shown':
      return formCard(cards, attempt, again);
    case 'submitted':
      return cards.working(attempt, { attempt: attempt.id, reference: attempt.reference, phase: 'working' });
    case 'unknown':
    case 'unsettled':
      return cards.working(attempt, {
        attempt: attempt.id,
        reference: attempt.reference,
        phase: attempt.state,
      });
    case 'applied':
      return cards.changed(attempt, {
        attempt: attempt.id,
        reference: attempt.reference,
        changedAt: attempt.changedAt ?? attempt.createdAt,
        superseded: attempt.code === 'superseded',
        phoneNumber: attempt.account?.phoneNumber ?? undefined,
        extension: attempt.account?.extension ?? undefined,
        phones: attempt.account?.deskPhones ?? undefined,
      });
    case 'failed':
      return failedCard(cards, attempt);
    case 'cancelled':
      return cards.notice(attempt, { name: 'cancelled', actions: ['reset', 'help'] });
    default:
      return cards.notice(attempt, { name: attempt.state, actions: ['reset'] });
  }
}

function formCard(cards: Cards, attempt: Attempt, again: FormNote | undefined): Card {
  return cards.form(attempt, {
    attempt: attempt.id,
    round: attempt.round,
    reference: attempt.reference,
    account: attempt.account,
    policy: attempt.account?.policy ?? defaultPolicy,
    broken: attempt.refusals,
    plainSubmit: attempt.plainSubmit,
    again,
  });
}

function failedCard(cards: Cards, attempt: Attempt): Card {
  const { reference, code = 'failed' } = attempt;
  const reason = noForm.find((each) => each === code);
  if (reason && attempt.changeId === undefined) {
    const limit = reason === 'limit' ? { attempt: attempt.id, opensAt: attempt.expiresAt } : {};
    return cards.noForm(attempt, { reference, reason, ...limit });
  }
  return cards.notChanged(attempt, { attempt: attempt.id, reference, code, retry: retryable.has(code) });
}
