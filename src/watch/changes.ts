import type { Settlement } from '../pin/attempt.ts';
import { type Instruments, seconds } from './instruments.ts';

/** What becomes of changes, and what somebody should look at. */
export interface ChangeWatch {
  /** It is known what became of a change, so long after its submission. */
  settled(kind: Settlement['kind'], waitedMs: number): void;
  /** Nobody has known for a day what became of a change. */
  unsettled(): void;
  /** More changes in all than `RESET_ALERT`. */
  resetAlert(): void;
  /** A person says that a change was not theirs. */
  notMe(): void;
  /** Teams' roster could not be read: nobody can change a PIN. */
  rosterAway(): void;
  /** Teams' roster says that somebody is not who the activity names, or a guest. */
  stranger(why: string): void;
}

/** From at once to the hour after which the person is told once more. */
const buckets = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];
const kinds = ['apply', 'giveBack', 'fail'].map((kind) => ({ kind }));
const strangerKinds = ['not_there', 'guest', 'ids_disagree'].map((why) => ({ why }));

export function changeWatch(make: Instruments): ChangeWatch {
  const settled = make.counter('changes_settled_total', 'Changes by what became of them', ['kind'], kinds);
  const durations = make.histogram(
    'change_duration_seconds',
    'From the submission of a change until it was known what became of it',
    buckets,
    ['kind'],
    kinds,
  );
  const unsettled = make.counter('changes_unsettled_total', 'Changes of which nobody knew for a day');
  const alerts = make.counter('reset_alerts_total', 'How often RESET_ALERT was reached');
  const notMe = make.counter('not_me_total', 'Changes or tries that their person says were not theirs');
  const rosterAway = make.counter('roster_away_total', 'Times that the roster could not be read');
  const strangers = make.counter(
    'strangers_total',
    'People whom the roster contradicts',
    ['why'],
    strangerKinds,
  );
  return {
    settled(kind, waitedMs) {
      settled.inc({ kind });
      durations.observe({ kind }, seconds(waitedMs));
    },
    unsettled: () => unsettled.inc(),
    resetAlert: () => alerts.inc(),
    notMe: () => notMe.inc(),
    rosterAway: () => rosterAway.inc(),
    stranger: (why) => strangers.inc({ why }),
  };
}
