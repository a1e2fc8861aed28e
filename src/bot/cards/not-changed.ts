import { z } from 'zod';
import type { TextKey } from '../../language/catalogue.ts';
import { formatTime } from '../../language/formats.ts';
import { button, notMeAction } from './actions.ts';
import type { Card, NoFormFacts, NoFormReason, NotChangedFacts } from './facts.ts';
import { aboutAttempt, helpDeskPart, ticketActions } from './help-desk.ts';
import { meetingTip, type Page, referenceLine } from './page.ts';
import { loadCard, part, viewOf } from './template.ts';

const refusal = viewOf({
  why: z.string().min(1),
  next: z.string().min(1),
  meeting: part,
  helpDesk: part,
  reference: z.string(),
});
const makeNotChanged = loadCard('not-changed', refusal);
const makeNoForm = loadCard('no-form', refusal);

/** Codes of the contract and of the bot, by the words for them. */
const told = {
  withdrawn: 'withdrawn',
  change_withdrawn: 'withdrawn',
  failed: 'failed',
  unavailable: 'failed',
  not_sent: 'notSent',
  busy: 'busy',
  too_many_requests: 'busy',
  denied: 'denied',
  unauthorized: 'denied',
  forbidden: 'denied',
  account_locked: 'accountLocked',
  not_enabled: 'notEnabled',
  account_disabled: 'accountDisabled',
  user_not_found: 'userNotFound',
  exhausted: 'exhausted',
  stranger: 'stranger',
  unconfirmed: 'unconfirmed',
} as const;
type Told = (typeof told)[keyof typeof told] | 'other';

/** The change was not made: why, and what next. */
export function notChangedCard(page: Page, { attempt, reference, code, retry }: NotChangedFacts): Card {
  const name: Told = Object.hasOwn(told, code) ? told[code as keyof typeof told] : 'other';
  return makeNotChanged({
    ...common(page, { attempt, reference, retry }),
    title: page.say('notChanged.title'),
    why: page.say(`notChanged.${name}.why`),
    next: page.say(`notChanged.${name}.next`),
  });
}

/** Reasons that pass by themselves. */
const passing = new Set<NoFormReason>(['denied', 'away', 'store_down', 'unconfirmed']);
const reasonNames = {
  user_not_found: 'notChanged.userNotFound',
  not_enabled: 'notChanged.notEnabled',
  account_disabled: 'notChanged.accountDisabled',
  account_locked: 'noForm.accountLocked',
  denied: 'noForm.denied',
  away: 'noForm.away',
  store_down: 'noForm.storeDown',
  limit: 'noForm.limit',
  stranger: 'notChanged.stranger',
  unconfirmed: 'noForm.unconfirmed',
} as const satisfies Record<NoFormReason, string>;

/** No form can be shown: why, and whom to ask. */
export function noFormCard(page: Page, facts: NoFormFacts): Card {
  const { attempt, reference, reason, opensAt } = facts;
  const retry = passing.has(reason);
  const shared = common(page, { attempt, reference, retry });
  const notMe = attempt === undefined ? [] : [notMeAction(page, attempt)];
  return makeNoForm({
    ...shared,
    actions: [...shared.actions, ...notMe],
    title: page.say(titleOf(facts)),
    why: page.say(`${reasonNames[reason]}.why`),
    next: page.say(`${reasonNames[reason]}.next`, opensAt ? { time: formatTime(opensAt, page.reader) } : {}),
  });
}

function titleOf({ reason, asked }: NoFormFacts): TextKey {
  if (asked === 'status') return 'noForm.titleStatus';
  return passing.has(reason) || reason === 'limit' ? 'noForm.titleNow' : 'noForm.title';
}

function common(
  page: Page,
  {
    attempt,
    reference,
    retry,
  }: { attempt?: string | undefined; reference?: string | undefined; retry: boolean },
) {
  const again = retry ? [button(page, 'reset', { title: 'action.tryAgain', style: 'positive' })] : [];
  return {
    lang: page.lang,
    meeting: meetingTip(page),
    helpDesk: helpDeskPart(page, reference),
    reference: referenceLine(page, reference),
    actions: [...again, ...ticketActions(page, aboutAttempt(attempt))],
  };
}
