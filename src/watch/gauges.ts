import type { TicketState } from '../helpdesk/ticket.ts';
import type { AttemptState } from '../pin/life-cycle.ts';
import type { Instruments } from './instruments.ts';
import type { Standing, WorkState } from './standing.ts';

/** How things stand when somebody asks. */
export interface StandingGauges {
  /** Undefined: the store did not answer. Then nothing is told of what it holds: old figures would look like new ones. */
  stands(standing: Standing | undefined, now: Date, workKinds: readonly string[]): void;
  backend(isUp: boolean): void;
}

const attemptStates: readonly AttemptState[] = [
  ...(['shown', 'submitted', 'unknown', 'unsettled', 'applied'] as const),
  ...(['failed', 'cancelled', 'expired', 'replaced'] as const),
];
const askedStates: readonly AttemptState[] = ['submitted', 'unknown', 'unsettled'];
const workStates: readonly WorkState[] = ['due', 'held', 'blocked', 'deadly'];
const ticketStates: readonly TicketState[] = ['owed', 'open', 'failed', 'handed'];

export function standingGauges(make: Instruments): StandingGauges {
  const up = {
    store: make.gauge('store_up', 'Whether the store answered just now: 1 or 0', []),
    backend: make.gauge(
      'backend_up',
      'Whether the PIN service answered just now and lets the bot in: 1 or 0',
      [],
    ),
  };
  const ofStore = storeGauges(make);
  return {
    stands(standing, now, workKinds) {
      up.store.set(standing ? 1 : 0);
      for (const gauge of Object.values(ofStore)) gauge.reset();
      if (standing) fill(ofStore, standing, now, workKinds);
    },
    backend: (isUp) => up.backend.set(isUp ? 1 : 0),
  };
}

const storeGauges = (make: Instruments) => ({
  attempts: make.gauge('attempts', 'Attempts that began within a day, by where they stand', ['state']),
  open: make.gauge('open_changes', 'Changes of which nobody knows what became of them', ['state']),
  openAge: make.gauge('open_change_age_seconds', 'For how long the oldest of them has been submitted', [
    'state',
  ]),
  work: make.gauge('due_work', 'Due work, without what is due later', ['kind', 'state']),
  late: make.gauge('due_work_late_seconds', 'How late the oldest due work is that nobody is at', ['kind']),
  tickets: make.gauge('tickets', 'Tickets that were written within a day, by where they stand', ['state']),
  ticketAge: make.gauge('ticket_age_seconds', 'How old the oldest ticket is that is still to be delivered', [
    'state',
  ]),
});

function fill(
  gauges: ReturnType<typeof storeGauges>,
  standing: Standing,
  now: Date,
  workKinds: readonly string[],
): void {
  const age = (since: Date) => Math.max(0, now.getTime() - since.getTime()) / 1_000;
  for (const state of attemptStates) gauges.attempts.set({ state }, 0);
  for (const { state, many } of standing.attempts) gauges.attempts.set({ state }, many);
  for (const state of askedStates) {
    const found = standing.openChanges.find((each) => each.state === state);
    gauges.open.set({ state }, found?.many ?? 0);
    gauges.openAge.set({ state }, found ? age(found.oldestAt) : 0);
  }
  for (const kind of new Set([...workKinds, ...standing.dueWork.map((work) => work.kind)])) {
    const own = standing.dueWork.filter((work) => work.kind === kind);
    for (const state of workStates) {
      const many = own.filter((work) => work.state === state).reduce((sum, work) => sum + work.many, 0);
      gauges.work.set({ kind, state }, many);
    }
    const lates = own.filter((work) => work.state === 'due').map((work) => age(work.oldestAt));
    gauges.late.set({ kind }, Math.max(0, ...lates));
  }
  for (const state of ticketStates) gauges.tickets.set({ state }, 0);
  for (const { state, many } of standing.tickets) gauges.tickets.set({ state }, many);
  gauges.ticketAge.set({ state: 'owed' }, standing.oldestOwedAt ? age(standing.oldestOwedAt) : 0);
}
