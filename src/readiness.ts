import { setTimeout as delay } from 'node:timers/promises';
import type { PinBackend, Reachable } from './pin/backend.ts';
import { sharedFor } from './shared-answer.ts';
import type { DueWorkStore, ParkedWhy } from './work/due-work.ts';

/** What stands behind the bot. Nobody is asked who asks: many questions within two seconds are one. */
export interface Behind {
  /** How much work is parked; undefined: the store does not answer. */
  parked(): Promise<Partial<Record<ParkedWhy, number>> | undefined>;
  reached(): Promise<Reachable>;
}

const keptMs = 2_000;
/** A store that is silent for so long counts as away: balancers wait for five seconds or so, then take the bot out. */
const silentMs = 3_000;

/** @param silence settles when the store is waited for no longer */
export const behindBot = (
  dueWork: Pick<DueWorkStore, 'parked'>,
  backend: Pick<PinBackend, 'reachable'>,
  silence: () => Promise<undefined> = () => delay(silentMs, undefined, { ref: false }),
): Behind => ({
  parked: sharedFor(keptMs, () => Promise.race([dueWork.parked().catch(() => undefined), silence()])),
  reached: sharedFor(keptMs, () => backend.reachable()),
});
