import type { Doubt } from './journal.ts';

/** What the pool's own times say of a change of which no answer came. */
export type Verdict =
  | { kind: 'failed' }
  | { kind: 'applied'; atMs: number }
  | { kind: 'doubt'; doubt: Doubt };

/** How far the pool's clock may be from this machine's: Kerberos allows five minutes. */
const clockSkewMs = 300_000;

/**
 * To be asked only when the remote session is known to be closed, so that nothing of the change can still happen. Times that
 * are the same text are the same time.
 */
export function verdictOf(
  times: { before: string | null; after: string | null },
  window: { calledAtMs: number; sessionEndsAtMs: number },
  hasOtherCall: boolean,
): Verdict {
  const { before, after } = times;
  if (after === before) return { kind: 'failed' };
  if (after === null) return { kind: 'doubt', doubt: 'no_time' };
  if (hasOtherCall) return { kind: 'doubt', doubt: 'another_change' };
  const atMs = Date.parse(after);
  const { calledAtMs, sessionEndsAtMs } = window;
  const isWithin = atMs >= calledAtMs - clockSkewMs && atMs <= sessionEndsAtMs + clockSkewMs;
  return isWithin ? { kind: 'applied', atMs } : { kind: 'doubt', doubt: 'other_time' };
}
