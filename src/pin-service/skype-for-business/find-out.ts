import { rejectChange, settleApplied } from '../changes.ts';
import { verdictOf } from './evidence.ts';
import { hasOtherCall, type PoolCall, writeDoubt, writeSessionEnd } from './journal.ts';
import { infoAnswer } from './lines.ts';
import type { PoolNeeds } from './pool-needs.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** Errors of the cmdlet itself, after which it is not to be expected that it will ever tell. */
const mostErrors = 5;

/**
 * Finds out what became of a call without an answer, and settles its change, or leaves it to an operator. Waits until the
 * remote session is known to be closed, and for as long as the pool is away: what is not known is not told.
 */
export async function findOut(needs: PoolNeeds, call: PoolCall): Promise<void> {
  const { sql, nowMs } = needs;
  const sessionEndsAtMs = call.sessionEndsAtMs ?? sessionEndAfter(needs, latestEndMs(needs, call));
  if (call.sessionEndsAtMs === undefined) writeSessionEnd(sql, call.changeId, sessionEndsAtMs);
  await needs.until(sessionEndsAtMs);
  let errors = 0;
  for (let tries = 0; !needs.isClosed(); tries += 1) {
    const answer = await needs.hosts.ask(call.person, { do: 'info', sip: call.sip });
    const told = answer.kind === 'ok' ? infoAnswer.safeParse(answer.ok) : undefined;
    if (told?.success) return settle(needs, { ...call, sessionEndsAtMs }, told.data.pin.lastPinChangeTime);
    if (answer.kind === 'error' || answer.kind === 'ok') errors += 1;
    if (errors >= mostErrors) return writeDoubt(sql, call.changeId, 'not_told', null);
    await needs.until(nowMs() + Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10)));
  }
}

/**
 * When a session whose host died at this time is closed for certain: the pool closes it when it has heard nothing of its client
 * for the idle time, and its clock may tick differently.
 */
export function sessionEndAfter({ settings }: Pick<PoolNeeds, 'settings'>, lostAtMs: number): number {
  return lostAtMs + Math.ceil(settings.sessionIdleMs * 1.1) + 1_000;
}

/**
 * When a host was dead at the latest whose service died without a word: it ends when its stdin does, and its call by the time
 * that it was given for it.
 */
const latestEndMs = ({ settings, nowMs }: PoolNeeds, { calledAtMs }: PoolCall): number =>
  Math.max(nowMs(), calledAtMs + settings.callTimeoutMs);

function settle(
  { sql, nowMs, report }: PoolNeeds,
  call: PoolCall & { sessionEndsAtMs: number },
  after: string | null,
): void {
  const verdict = verdictOf({ before: call.changedBefore, after }, call, hasOtherCall(sql, call));
  report({ pool: 'found_out', outcome: verdict.kind, change: call.changeId });
  if (verdict.kind === 'applied') settleApplied(sql, call.changeId, verdict.atMs);
  else if (verdict.kind === 'failed') rejectChange(sql, call.changeId, 'failed', nowMs());
  else writeDoubt(sql, call.changeId, verdict.doubt, after);
}
