import { setTimeout as pause } from 'node:timers/promises';
import { takeFault, whenOf } from './faults.ts';
import { answerOrder, transportOrder } from './host-orders.ts';
import type { Phase } from './pool-events.ts';
import type { LiveSession, PoolParts } from './pool-session.ts';
import type { CallRequest } from './pool-state.ts';

/** Does one call of a session, with the weather that falls to it. A call that is not done when its session closes never is. */
export async function runCall(
  parts: PoolParts,
  { session, order, signal }: Pick<LiveSession, 'session' | 'order' | 'signal'>,
  request: CallRequest,
): Promise<void> {
  const call = { do: request.do, upn: parts.state.upnOf(request) };
  const record = (phase: Phase) => parts.events.record({ ...call, phase, session: session.id });
  const fault = takeFault(parts.weather, call);
  const when = whenOf(fault);
  let done = false;
  record('arrived');
  try {
    if (when === 'late') order(answerOrder(request.id, { ok: {} }, fault));
    await parts.holds.pass(call, 'before', signal);
    if (when === 'before') {
      record('aborted');
      return order(answerOrder(request.id, { ok: {} }, fault));
    }
    if (fault?.ms) await pause(fault.ms, undefined, { signal });
    const answer = parts.state.carryOut(request);
    done = true;
    record('error' in answer ? 'refused' : 'applied');
    await parts.holds.pass(call, 'after', signal);
    if (when === 'late') return;
    order(answerOrder(request.id, answer, fault));
    record('answered');
  } catch (error) {
    if (!signal.aborted) throw error;
    if (!done) record('aborted');
    if (when !== 'late') order(transportOrder(request.id));
  }
}
