import { collectDefaultMetrics, Registry } from 'prom-client';
import { type BackendWatch, backendWatch } from './watch/backend.ts';
import { type ChangeWatch, changeWatch } from './watch/changes.ts';
import { type ChannelWatch, channelWatch } from './watch/channel.ts';
import { type StandingGauges, standingGauges } from './watch/gauges.ts';
import { instruments, prefix } from './watch/instruments.ts';
import { type TurnWatch, turnWatch } from './watch/turns.ts';
import { type WorkWatch, workWatch } from './watch/work.ts';

/** What this process counts, for Prometheus. Labels are the bot's own words: no person, no reference, no text. */
export interface Metrics {
  turns: TurnWatch;
  backend: BackendWatch;
  changes: ChangeWatch;
  channel: ChannelWatch;
  work: WorkWatch;
  standing: StandingGauges;
  /** Tells of the process too: its memory, its event loop, when it was started. It has a timer that costs a little. */
  watchProcess(): void;
  /** Asked before each telling. */
  beforeTelling(ask: () => Promise<void>): void;
  /** Prometheus' text format, and its media type. */
  text(): Promise<string>;
  contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const make = instruments(registry);
  let ask = async () => {};
  return {
    turns: turnWatch(make),
    backend: backendWatch(make),
    changes: changeWatch(make),
    channel: channelWatch(make),
    work: workWatch(make),
    standing: standingGauges(make),
    watchProcess: () => collectDefaultMetrics({ register: registry, prefix }),
    beforeTelling(given) {
      ask = given;
    },
    async text() {
      await ask();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
