import type { PoolCall } from './journal.ts';

type Times = Pick<PoolCall, 'callTimeoutMs' | 'sessionIdleMs'>;

/**
 * When a session whose host died at this time is closed for certain. The pool closes it when it has heard nothing of its client
 * for the idle time, which may begin to count only when a receive of the client's that the pool holds has timed out; and its
 * clock may tick differently.
 */
export function sessionEndAfter({ callTimeoutMs, sessionIdleMs }: Times, lostAtMs: number): number {
  return lostAtMs + callTimeoutMs + Math.ceil(sessionIdleMs * 1.1) + 1_000;
}

/**
 * When a host was dead at the latest whose service died without a word: the call may have waited for a host for its time, and
 * then ends within its time; the host ends with it, for its stdin is at its end.
 */
export const latestHostEnd = ({ callTimeoutMs, calledAtMs }: PoolCall): number =>
  calledAtMs + 2 * callTimeoutMs;

/** Until when the change can have happened: not as long as the service was down. */
export const latestEffect = (call: PoolCall): number => sessionEndAfter(call, latestHostEnd(call));
