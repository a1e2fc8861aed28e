import type { Doubt } from './journal.ts';

/** What the pool's own times say of a change of which no answer came. */
export type Verdict =
  | { kind: 'failed' }
  | { kind: 'applied'; atMs: number }
  | { kind: 'doubt'; doubt: Doubt };

/** What the pool tells of a PIN. */
export interface PinTimes {
  isSet: boolean;
  changedAt: string | null;
}

/** How far the pool's clock may be from this machine's: Kerberos allows five minutes. */
const clockSkewMs = 300_000;

/**
 * To be asked only when the remote session is known to be closed, so that nothing of the change can still happen. Times that
 * are the same text are the same time; a PIN that is set at no time tells nothing.
 *
 * @param window when the change can have happened, by this machine's clock
 */
export function verdictOf(
  { before, after }: { before: PinTimes; after: PinTimes },
  window: { fromMs: number; toMs: number },
  hasOtherCall: boolean,
): Verdict {
  if (after.changedAt === null) {
    const wasNever = before.changedAt === null && !before.isSet && !after.isSet;
    return wasNever ? { kind: 'failed' } : { kind: 'doubt', doubt: 'no_time' };
  }
  if (after.changedAt === before.changedAt) return { kind: 'failed' };
  if (hasOtherCall) return { kind: 'doubt', doubt: 'another_change' };
  const atMs = Date.parse(after.changedAt);
  const isWithin = atMs >= window.fromMs - clockSkewMs && atMs <= window.toMs + clockSkewMs;
  return isWithin ? { kind: 'applied', atMs } : { kind: 'doubt', doubt: 'other_time' };
}
