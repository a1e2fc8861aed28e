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

/** Renews the lease of claimed work until what it returns is called, or until somebody else holds the work. */
export function keepLease(
  store: Pick<DueWorkStore, 'renew'>,
  timers: Timers,
  work: DueWork,
  onFault: (error: unknown) => void,
): () => void {
  let ended = false;
  let cancel = () => {};
  const renew = () => {
    const until = new Date(timers.now().getTime() + leaseMs);
    store.renew(work, until).then(
      (held) => {
        if (held && !ended) cancel = timers.after(renewEveryMs, renew);
      },
      (error: unknown) => {
        onFault(error);
        // The store was away for a moment; the lease may well be held still.
        if (!ended) cancel = timers.after(renewEveryMs, renew);
      },
    );
  };
  cancel = timers.after(renewEveryMs, renew);
  return () => {
    ended = true;
    cancel();
  };
}
