import { equalWait } from './equal-wait.ts';

/** A change as the contract tells it. */
export interface Change {
  changeId: string;
  status: 'pending' | 'applied' | 'rejected';
  changedAt?: string;
  code?: string;
}

/** What the backend did, for the verdict. */
export interface BackendCounts {
  /** The most changes that were under way at one moment. */
  peak: number;
  /** Requests that repeated a key. */
  repeated: number;
  changes: Taken[];
}

interface Taken {
  userId: string;
  timesApplied: number;
  /** Epoch milliseconds; 0 where it never came to that. */
  takenAt: number;
  answeredAt: number;
}

/** The backend's book of changes. Each key is applied once, after its wait. */
export function bookOfChanges(waits: { delayMs: number; longestMs: number }) {
  const book = new Map<string, Taken & { told: Change }>();
  const waiting = equalWait(waits);
  let repeated = 0;
  function take(changeId: string, userId: string, answer: (change: Change) => void) {
    const known = book.get(changeId);
    if (known && known.userId !== userId)
      return { kind: 'conflict' as const, withdrawn: known.userId === '' };
    if (known) {
      repeated += 1;
      return { kind: 'again' as const, change: known.told };
    }
    const told: Change = { changeId, status: 'pending' };
    const taken = { userId, told, timesApplied: 0, takenAt: Date.now(), answeredAt: 0 };
    book.set(changeId, taken);
    waiting.hold(() => {
      taken.timesApplied += 1;
      taken.answeredAt = Date.now();
      answer(Object.assign(told, { status: 'applied', changedAt: new Date().toISOString() }));
    });
    return { kind: 'taken' as const };
  }
  return {
    take,
    find: (changeId: string): Change | undefined => book.get(changeId)?.told,
    /** One that never came is written down as withdrawn, so that it is not applied when it comes. */
    withdraw(changeId: string): Change {
      const told: Change = book.get(changeId)?.told ?? { changeId, status: 'rejected', code: 'withdrawn' };
      if (!book.has(changeId))
        book.set(changeId, { userId: '', told, timesApplied: 0, takenAt: 0, answeredAt: 0 });
      return told;
    },
    letGo: waiting.letGo,
    counts: (): BackendCounts => ({ peak: waiting.peak(), repeated, changes: [...book.values()] }),
  };
}
