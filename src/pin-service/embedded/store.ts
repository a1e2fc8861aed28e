import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { accountRefusal } from '../account.ts';
import { type Change, failLeftOver, pendingChange, rejectChange, settleApplied } from '../changes.ts';
import { inTransaction } from '../database.ts';
import type { Begun, PinStore } from '../pin-store.ts';
import { findAccount, setPin } from './accounts.ts';
import { pinRefusal, type Rules } from './judge.ts';
import { readPepper } from './pepper.ts';
import { hashPin } from './pin-hash.ts';
import { schema } from './schema.ts';
import { readSeed } from './seed.ts';
import { seedAccounts } from './seeding.ts';

export interface EmbeddedSettings {
  dataDir: string;
  pepper: string | undefined;
  seedFile: string | undefined;
  uniquePins: boolean;
  /** How long a change takes between begun and applied. */
  changeDelayMs: number;
  accountDelayMs: number;
}

interface Needs {
  sql: DatabaseSync;
  nowMs: () => number;
  /** Told of what went wrong inside the service; never holds a PIN. */
  onFault: (error: unknown) => void;
}

/**
 * Accounts and hashes of PINs in the service's own database.
 *
 * @throws StartError `SEED_INVALID` or `PEPPER_CHANGED`.
 */
export async function openEmbedded(settings: EmbeddedSettings, needs: Needs): Promise<PinStore> {
  const { sql, nowMs, onFault } = needs;
  const people = readSeed(settings.seedFile);
  sql.exec(schema);
  const pepper = await readPepper(settings.pepper, settings.dataDir, sql);
  await seedAccounts(sql, people, pepper, nowMs());
  // Nobody else works on this folder: what is pending was left behind by a process that is gone.
  failLeftOver(sql, nowMs());
  const { uniquePins, changeDelayMs } = settings;
  const rules = { sql, pepper, uniquePins };
  return {
    personOf: (userId) => findAccount(sql, userId)?.userId ?? userId.toLowerCase(),
    // Where no two PINs may be alike, two people's changes must not be judged side by side.
    lineOf: (person) => (uniquePins ? 'everybody' : person),
    lineRetryMs: Math.max(1_000, changeDelayMs),
    account: async (userId) => {
      await pause(settings.accountDelayMs);
      const account = findAccount(sql, userId);
      return account ? { kind: 'account', account } : { kind: 'none' };
    },
    waitForRoom: () => undefined,
    change: async (begun, tell) => {
      try {
        await pause(changeDelayMs);
        tell(await ended(begun, rules, nowMs));
      } catch (error) {
        onFault(error);
        tell(failed(begun.changeId, needs));
      }
    },
    leftUnderWay: () => [],
    close: () => {},
  };
}

async function ended({ changeId, person, pin }: Begun, rules: Rules, nowMs: () => number): Promise<Change> {
  const { sql, pepper } = rules;
  const account = findAccount(sql, person);
  const refusal = accountRefusal(account) ?? (account && (await pinRefusal(account, pin, rules)));
  if (refusal || !account) return rejectChange(sql, changeId, refusal ?? 'user_not_found', nowMs());
  const hash = await hashPin(pin, pepper);
  // Both or neither: what is pending after a crash was not applied.
  return inTransaction(sql, () => {
    const now = nowMs();
    const change = settleApplied(sql, changeId, now);
    setPin(sql, account.userId, hash, now, account.policy.historyCount);
    return change;
  });
}

/** Where even this cannot be written down, the change stays pending on file until the next start ends it. */
function failed(changeId: string, { sql, nowMs, onFault }: Needs): Change {
  try {
    return rejectChange(sql, changeId, 'failed', nowMs());
  } catch (error) {
    onFault(error);
    return pendingChange(changeId);
  }
}
