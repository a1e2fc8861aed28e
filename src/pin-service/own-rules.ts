import { brokenRules, type RuleCode } from '../pin/policy.ts';
import type { Account } from './account.ts';
import type { RefusalCode } from './problem.ts';

const codeOf: Record<RuleCode, RefusalCode> = {
  not_digits: 'pin_not_digits',
  too_short: 'pin_too_short',
  too_long: 'pin_too_long',
  too_simple: 'pin_too_simple',
  matches_number: 'pin_matches_number',
};

/**
 * Why this PIN may not become this person's, by the rules that need nothing but the account. The contract has room for one
 * reason: that it is not digits comes first, for the other rules mean nothing then.
 */
export function brokenRule(account: Account, pin: string): RefusalCode | undefined {
  if (account.locked === 'administrator') return 'account_locked';
  const broken = brokenRules(pin, account.policy, account);
  const first = broken.find((rule) => rule === 'not_digits') ?? broken[0];
  return first && codeOf[first];
}
