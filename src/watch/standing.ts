import type { TicketState } from '../helpdesk/ticket.ts';
import type { AttemptState } from '../pin/life-cycle.ts';
import type { ParkedWhy } from '../work/due-work.ts';

/** How things stand in the store, for those who watch. Every process that shares the store is told the same. */
export interface Standing {
  /** The attempts that began within a day, by where they stand now. */
  attempts: { state: AttemptState; many: number }[];
  /** All changes of which nobody knows what became of them; `oldestAt` is when the oldest was submitted. */
  openChanges: { state: AttemptState; many: number; oldestAt: Date }[];
  /** Due work, without what is due later. */
  dueWork: { kind: string; state: WorkState; many: number; oldestAt: Date }[];
  /** The tickets that were written within a day. */
  tickets: { state: TicketState; many: number }[];
  /** When the oldest ticket that is still to be delivered was written, whenever that was. */
  oldestOwedAt: Date | undefined;
}

/** `due`: nobody has begun it, or who had has died. `held`: somebody is at it. Else it is parked. */
export type WorkState = 'due' | 'held' | ParkedWhy;

/** The port of the store for those who watch. */
export interface StandingStore {
  /** A few short questions, each of which goes by an index and looks at no more than so many rows. */
  standing(now: Date): Promise<Standing>;
}
