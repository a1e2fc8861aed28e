import { type Fault, faults } from '../pin/backend.ts';
import type { BackendOutcome } from '../pin/watched-backend.ts';
import { type Instruments, seconds } from './instruments.ts';

export interface BackendWatch {
  called(outcome: BackendOutcome): void;
}

const buckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40, 60];

/** The kinds of answers that are no fault. */
const answers: Record<BackendOutcome['call'], string[]> = {
  account: ['account', 'refused'],
  change: ['applied', 'rejected', 'pending', 'busy'],
  look: ['applied', 'rejected', 'pending', 'not_found'],
  withdraw: ['applied', 'rejected', 'pending'],
};

export function backendWatch(make: Instruments): BackendWatch {
  const calls = Object.keys(answers) as BackendOutcome['call'][];
  const results = (call: BackendOutcome['call']): (string | Fault)[] => [...answers[call], ...faults];
  const counted = make.counter(
    'backend_calls_total',
    'Calls of the PIN service, by the kind of the answer or why there was none',
    ['call', 'result'],
    calls.flatMap((call) => results(call).map((result) => ({ call, result }))),
  );
  const durations = make.histogram(
    'backend_call_duration_seconds',
    'How long calls of the PIN service took, whatever came of them',
    buckets,
    ['call'],
    calls.map((call) => ({ call })),
  );
  return {
    called({ call, kind, fault, durationMs }) {
      counted.inc({ call, result: fault ?? kind });
      durations.observe({ call }, seconds(durationMs));
    },
  };
}
