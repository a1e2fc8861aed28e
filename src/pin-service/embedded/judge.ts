import type { DatabaseSync } from 'node:sqlite';
import type { Account } from '../account.ts';
import { brokenRule } from '../own-rules.ts';
import type { RefusalCode } from '../problem.ts';
import { hashesOfOthers, latestHashes } from './accounts.ts';
import { isHashOf } from './pin-hash.ts';

export interface Rules {
  sql: DatabaseSync;
  pepper: Buffer;
  uniquePins: boolean;
}

/** Why this PIN may not become this person's, or undefined where it may. */
export async function pinRefusal(
  account: Account,
  pin: string,
  rules: Rules,
): Promise<RefusalCode | undefined> {
  const broken = brokenRule(account, pin);
  if (broken) return broken;
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
