import { findChange, rejectChange, settleApplied } from '../changes.ts';
import { backoffMs } from './backoff.ts';
import { durably } from './durably.ts';
import { verdictOf } from './evidence.ts';
import { hasOtherCall, type PoolCall, writeDoubt, writeSessionEnd } from './journal.ts';
import { infoAnswer, type PinInfo } from './lines.ts';
import type { PoolNeeds } from './pool-needs.ts';
import { latestEffect, latestHostEnd, sessionEndAfter } from './session-end.ts';

/** How long the pool may refuse to tell of one person before an operator is asked: a failover must be over by then. */
const patienceMs = 3_600_000;

/**
 * Finds out what became of a call without an answer, and settles its change, or leaves it to an operator. Waits until the
 * remote session is known to be closed, and for as long as the pool is away: what is not known is not told.
 *
 * @param onWait called when it takes longer
 */
export async function findOut(needs: PoolNeeds, call: PoolCall, onWait = () => {}): Promise<void> {
  const { nowMs } = needs;
  const sessionEndsAtMs =
    call.sessionEndsAtMs ?? sessionEndAfter(call, Math.max(nowMs(), latestHostEnd(call)));
  if (call.sessionEndsAtMs === undefined)
    await durably(needs, () => writeSessionEnd(needs.sql, call.changeId, sessionEndsAtMs));
  if (sessionEndsAtMs > nowMs()) onWait();
  await needs.until(sessionEndsAtMs);
  const known = { ...call, sessionEndsAtMs };
  let refusedSinceMs: number | undefined;
  for (let tries = 0; !needs.isClosed(); tries += 1) {
    const answer = await needs.hosts.ask(call.person, { do: 'info', sip: call.sip });
    const told = answer.kind === 'ok' ? infoAnswer.safeParse(answer.ok) : undefined;
    if (told?.success) return settle(needs, known, told.data.pin);
    // `away` is the pool's or the hosts' trouble, not this person's.
    if (answer.kind !== 'away') refusedSinceMs ??= nowMs();
    if (refusedSinceMs !== undefined && nowMs() - refusedSinceMs >= patienceMs)
      return durably(needs, () => writeDoubt(needs.sql, call.changeId, 'not_told', null));
    onWait();
    await needs.until(nowMs() + backoffMs(tries + 1));
  }
}

function settle(needs: PoolNeeds, call: PoolCall & { sessionEndsAtMs: number }, pin: PinInfo): Promise<void> {
  const { sql, nowMs, report } = needs;
  return durably(needs, () => {
    // An operator may have been faster.
    if (findChange(sql, call.changeId)?.status !== 'pending') return;
    const verdict = verdictOf(
      {
        before: { isSet: call.setBefore, changedAt: call.changedBefore },
        after: { isSet: pin.isPinSet, changedAt: pin.lastPinChangeTime },
      },
      { fromMs: call.calledAtMs, toMs: Math.min(call.sessionEndsAtMs, latestEffect(call)) },
      hasOtherCall(sql, call),
    );
    if (verdict.kind === 'applied') settleApplied(sql, call.changeId, verdict.atMs);
    else if (verdict.kind === 'failed') rejectChange(sql, call.changeId, 'failed', nowMs());
    else writeDoubt(sql, call.changeId, verdict.doubt, pin.lastPinChangeTime);
    report({ pool: 'found_out', outcome: verdict.kind, change: call.changeId });
  });
}
