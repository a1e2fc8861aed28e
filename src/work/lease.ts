import type { DueWork, DueWorkStore } from './due-work.ts';

/** A process that died is noticed after this time at most. */
export const leaseMs = 10_000;
const renewEveryMs = 3_000;

/** Timers as due work needs them, so that tests can own the time. */
export interface Timers {
  now(): Date;
  /** Calls back after `delayMs`; returns what cancels it. */
  after(delayMs: number, call: () => void): () => void;
}

/** Keeps the lease of claimed work until what it returns is called, unless it is lost before. */
export type KeepLease = (work: DueWork) => () => void;

/** Renews all that a process holds together, so that thousands of leases cost no more than a few statements. */
export function leaseKeeper(parts: {
  store: Pick<DueWorkStore, 'renew'>;
  timers: Timers;
  owner: string;
  onFault: (error: unknown) => void;
}): KeepLease {
  const { store, timers, owner, onFault } = parts;
  const kept = new Set<DueWork>();
  let cancel: (() => void) | undefined;
  const renew = async () => {
    cancel = undefined;
    const until = new Date(timers.now().getTime() + leaseMs);
    // Where the store is away for a moment, the leases may well be held still.
    await store
      .renew(
        owner,
        [...kept].map((work) => work.key),
        until,
      )
      .catch(onFault);
    if (kept.size > 0) cancel ??= timers.after(renewEveryMs, renew);
  };
  return (work) => {
    kept.add(work);
    cancel ??= timers.after(renewEveryMs, renew);
    return () => {
      kept.delete(work);
      if (kept.size > 0) return;
      cancel?.();
      cancel = undefined;
    };
  };
}
