import { setTimeout as pause } from 'node:timers/promises';
import { findAccount } from './accounts.ts';
import { type ChangeLimits, waitForChange } from './change-limits.ts';
import {
  applyChange,
  beginChange,
  type Change,
  findChange,
  rejectChange,
  takeChange,
  withdrawChange,
} from './changes.ts';
import { accountRefusal, pinRefusal, type Rules } from './judge.ts';
import { createLines } from './lines.ts';
import { hashPin } from './pin-hash.ts';

/** Changes of one person that may wait at a time: each holds a PIN in memory and a connection open. */
const longestLine = 20;

export interface ChangeWorkNeeds extends Rules {
  delayMs: number;
  limits: ChangeLimits;
  nowMs: () => number;
  /** Told of what went wrong inside the service; never holds a PIN. */
  onFault: (error: unknown) => void;
}

type Known = { kind: 'known'; change: Change };
/** Too many: nothing was written down. */
type Busy = { kind: 'busy'; retryAfterMs: number };
export type Taken = { kind: 'taken'; settled: Promise<Change> } | Known | Busy;

/** Takes changes, and works on those of one person in the order in which it took them. */
export interface ChangeWork {
  take: (changeId: string, userId: string, pin: string) => Taken;
  withdraw: (changeId: string) => Known | Busy;
}

export function createChangeWork(needs: ChangeWorkNeeds): ChangeWork {
  const { sql, nowMs } = needs;
  const lines = createLines();
  // The PINs of changes not begun. Nowhere else are they held, so a crash loses them.
  const waiting = new Map<string, { pin: string; settle: (change: Change) => void }>();

  async function work(changeId: string, userId: string): Promise<void> {
    const held = waiting.get(changeId);
    waiting.delete(changeId);
    if (!held) return;
    held.settle(await settled(needs, changeId, userId, held.pin));
  }

  return {
    take: (changeId, userId, pin) => {
      const earlier = findChange(sql, changeId);
      if (earlier) return { kind: 'known', change: earlier };
      // Where no two PINs may be alike, two people's changes must not be judged side by side.
      const line = needs.uniquePins ? 'everybody' : userId;
      if (lines.lengthOf(line) >= longestLine) {
        return { kind: 'busy', retryAfterMs: Math.max(1_000, needs.delayMs) };
      }
      const waitMs = waitForChange(sql, needs.limits, userId, nowMs());
      if (waitMs !== undefined) return { kind: 'busy', retryAfterMs: waitMs };
      takeChange(sql, changeId, userId, nowMs());
      const { promise, resolve } = Promise.withResolvers<Change>();
      waiting.set(changeId, { pin, settle: resolve });
      lines.append(line, () => work(changeId, userId));
      return { kind: 'taken', settled: promise };
    },
    withdraw: (changeId) => {
      // One never seen is a new row on file. One that is on file can always be withdrawn.
      const waitMs = findChange(sql, changeId)
        ? undefined
        : waitForChange(sql, needs.limits, undefined, nowMs());
      if (waitMs !== undefined) return { kind: 'busy', retryAfterMs: waitMs };
      const change = withdrawChange(sql, changeId, nowMs());
      if (change.status !== 'pending') {
        waiting.get(changeId)?.settle(change);
        waiting.delete(changeId);
      }
      return { kind: 'known', change };
    },
  };
}

/** Begins a change and ends it one way or the other; a fault of the service ends it as `failed`. */
async function settled(
  needs: ChangeWorkNeeds,
  changeId: string,
  userId: string,
  pin: string,
): Promise<Change> {
  const { sql, nowMs } = needs;
  try {
    if (!beginChange(sql, changeId, nowMs())) throw new Error('a change that waited could not be begun');
    await pause(needs.delayMs);
    const account = findAccount(sql, userId);
    const refusal = accountRefusal(account) ?? (account && (await pinRefusal(account, pin, needs)));
    if (refusal || !account) return rejectChange(sql, changeId, refusal ?? 'user_not_found', nowMs());
    const hash = await hashPin(pin, needs.pepper);
    const hashesKept = account.policy.historyCount;
    return applyChange(sql, { changeId, userId: account.userId, hash, hashesKept }, nowMs());
  } catch (error) {
    needs.onFault(error);
    return failed(needs, changeId);
  }
}

/** Where even this cannot be written down, the change stays pending on file until the next start ends it. */
function failed({ sql, nowMs, onFault }: ChangeWorkNeeds, changeId: string): Change {
  try {
    return rejectChange(sql, changeId, 'failed', nowMs());
  } catch (error) {
    onFault(error);
    return { changeId, userId: undefined, status: 'pending', code: undefined, settledAt: undefined };
  }
}
