import type { DatabaseSync } from 'node:sqlite';
import { type ChangeLimits, waitForChange } from './change-limits.ts';
import {
  beginChange,
  type Change,
  findChange,
  pendingChange,
  takeChange,
  withdrawChange,
} from './changes.ts';
import { createLines } from './lines.ts';
import type { PinStore } from './pin-store.ts';

/** Changes of one person that may wait at a time: each holds a PIN in memory and a connection open. */
const longestLine = 20;

export interface ChangeWorkNeeds {
  sql: DatabaseSync;
  store: PinStore;
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
  take: (changeId: string, person: string, pin: string) => Taken;
  withdraw: (changeId: string) => Known | Busy;
}

export function createChangeWork(needs: ChangeWorkNeeds): ChangeWork {
  const { sql, store, nowMs } = needs;
  const lines = createLines();
  // The PINs of changes not begun. Nowhere else are they held, so a crash loses them.
  const waiting = new Map<string, { pin: string; settle: (change: Change) => void }>();
  for (const { person, findOut } of store.leftUnderWay()) {
    lines.append(store.lineOf(person), () => findOut().catch(needs.onFault));
  }

  async function work(changeId: string, person: string): Promise<void> {
    const held = waiting.get(changeId);
    waiting.delete(changeId);
    if (!held) return;
    try {
      if (!beginChange(sql, changeId, nowMs())) throw new Error('a change that waited could not be begun');
      await store.change({ changeId, person, pin: held.pin }, held.settle);
    } catch (error) {
      // It stays pending on file until the next start ends it.
      needs.onFault(error);
      held.settle(pendingChange(changeId, person));
    }
  }

  return {
    take: (changeId, person, pin) => {
      const earlier = findChange(sql, changeId);
      if (earlier) return { kind: 'known', change: earlier };
      const line = store.lineOf(person);
      if (lines.lengthOf(line) >= longestLine) return { kind: 'busy', retryAfterMs: store.lineRetryMs };
      const waitMs = store.waitForRoom(person) ?? waitForChange(sql, needs.limits, person, nowMs());
      if (waitMs !== undefined) return { kind: 'busy', retryAfterMs: waitMs };
      takeChange(sql, changeId, person, nowMs());
      const { promise, resolve } = Promise.withResolvers<Change>();
      waiting.set(changeId, { pin, settle: resolve });
      lines.append(line, () => work(changeId, person));
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
