import type { DatabaseSync } from 'node:sqlite';
import { brokenRules, type RuleCode } from '../pin/policy.ts';
import { type Account, hashesOfOthers, latestHashes } from './accounts.ts';
import { isHashOf } from './pin-hash.ts';
import type { RefusalCode } from './problem.ts';

export interface Rules {
  sql: DatabaseSync;
  pepper: Buffer;
  uniquePins: boolean;
}

const codeOf: Record<RuleCode, RefusalCode> = {
  not_digits: 'pin_not_digits',
  too_short: 'pin_too_short',
  too_long: 'pin_too_long',
  too_simple: 'pin_too_simple',
  matches_number: 'pin_matches_number',
};

/** Why the state of an account allows no PIN to be looked at or set. */
export function accountRefusal(account: Account | undefined): RefusalCode | undefined {
  if (!account) return 'user_not_found';
  if (account.disabled) return 'account_disabled';
  if (!account.enabled) return 'not_enabled';
  return undefined;
}

/**
 * Why this PIN may not become this person's, or undefined where it may. The contract has room for one
 * reason: that it is not digits comes first, for the other rules mean nothing then.
 */
export async function pinRefusal(
  account: Account,
  pin: string,
  rules: Rules,
): Promise<RefusalCode | undefined> {
  if (account.locked === 'administrator') return 'account_locked';
  const broken = brokenRules(pin, account.policy, account);
  const first = broken.find((rule) => rule === 'not_digits') ?? broken[0];
  if (first) return codeOf[first];
  const earlier = latestHashes(rules.sql, account.userId, account.policy.historyCount);
  if (await isAmong(pin, earlier, rules.pepper)) return 'pin_reused';
  if (!rules.uniquePins) return undefined;
  const others = hashesOfOthers(rules.sql, account.userId);
  return (await isAmong(pin, others, rules.pepper)) ? 'pin_not_unique' : undefined;
}

/** One hash after another: each takes 32 MiB while it runs. */
async function isAmong(pin: string, hashes: string[], pepper: Buffer): Promise<boolean> {
  for (const hash of hashes) {
    if (await isHashOf(pin, pepper, hash)) return true;
  }
  return false;
}
