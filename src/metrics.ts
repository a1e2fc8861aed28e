import { Counter, Registry } from 'prom-client';

/** What this process counts, for Prometheus. Labels are the bot's own words: no person, no reference, no text. */
export interface Metrics {
  /** By operation, and by the kind of the answer or why there was none. */
  backendCall(call: string, result: string): void;
  /** An alert was raised: more changes in all than `RESET_ALERT`. */
  resetAlert(): void;
  /** A person says that a change was not theirs. */
  notMe(): void;
  /** What became of a change. */
  settled(kind: string): void;
  /** Teams' roster could not be read: nobody can change a PIN. */
  rosterAway(): void;
  /** Teams' roster says that somebody is not who the activity names, or a guest. */
  stranger(why: string): void;
  /** Prometheus' text format, and its media type. */
  text(): Promise<string>;
  contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `conference_pin_${name}`, help, labelNames, registers: [registry] });
  const calls = counter('backend_calls_total', 'Calls of the PIN service', ['call', 'result']);
  const alerts = counter('reset_alerts_total', 'How often RESET_ALERT was reached');
  const notMe = counter('not_me_total', 'Changes or tries that their person says were not theirs');
  const settled = counter('changes_settled_total', 'Changes by what became of them', ['kind']);
  const rosterAway = counter('roster_away_total', 'Times that the roster could not be read');
  const strangers = counter('strangers_total', 'People whom the roster contradicts', ['why']);
  return {
    backendCall: (call, result) => calls.inc({ call, result }),
    resetAlert: () => alerts.inc(),
    notMe: () => notMe.inc(),
    settled: (kind) => settled.inc({ kind }),
    rosterAway: () => rosterAway.inc(),
    stranger: (why) => strangers.inc({ why }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
