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

export const behindBot = (dueWork: DueWorkStore, backend: PinBackend): Behind => ({
  parked: sharedFor(keptMs, () => dueWork.parked().catch(() => undefined)),
  reached: sharedFor(keptMs, () => backend.reachable()),
});
