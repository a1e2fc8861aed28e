import { type Instruments, pairs, seconds } from './instruments.ts';

/** How a turn came: in words, by a button, as a command of the help desk, or as an event that is nobody's wish. */
export const turnKinds = ['words', 'button', 'desk', 'event'] as const;

/** One turn. All of it is the bot's own words: none of them is long, and there are few of each. */
export interface TurnEnd {
  kind: (typeof turnKinds)[number];
  /** What was wanted: an intent, a button, a command, or the type of the event. */
  intent: string;
  /** What it was answered with: the state of an attempt or the name of a card; `nothing`, `repeated` or `failed`. */
  outcome: string;
  durationMs: number;
}

export interface TurnWatch {
  /** A request was refused before there was a turn; `why` as in the log. */
  refused(why: string): void;
  /** Somebody was let in, and their turn begins. */
  begun(): void;
  ended(turn: TurnEnd): void;
}

/** Around the two seconds after which a person feels left alone. */
const turnBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 20];

/** Why nobody is let in, as the endpoint says it. */
const refusals = [
  ...['body', 'channel', 'tenant', 'user', 'service_url', 'keys_away', 'token_missing', 'token_malformed'],
  ...['token_key_unknown', 'token_key_not_endorsed', 'token_serviceurl', 'token_signature', 'token_expired'],
  ...['token_claim', 'token_claim_iss', 'token_claim_aud', 'token_claim_nbf', 'token_claim_iat'],
];

export function turnWatch(make: Instruments): TurnWatch {
  const refused = make.counter(
    'requests_refused_total',
    'Requests that were refused before a turn',
    ['why'],
    refusals.map((why) => ({ why })),
  );
  const begun = make.counter('turns_begun_total', 'Turns that were begun');
  const ended = make.counter('turns_total', 'Turns that have ended', ['kind', 'intent', 'outcome']);
  const durations = make.histogram(
    'turn_duration_seconds',
    'How long turns took, from being let in to the last thing sent; repeated ones are left out',
    turnBuckets,
    ['kind', 'outcome'],
    pairs('kind', turnKinds, 'outcome', ['answered', 'nothing', 'failed']),
  );
  return {
    refused: (why) => refused.inc({ why }),
    begun: () => begun.inc(),
    ended({ kind, intent, outcome, durationMs }) {
      ended.inc({ kind, intent, outcome });
      if (outcome === 'repeated') return;
      const short = outcome === 'nothing' || outcome === 'failed' ? outcome : 'answered';
      durations.observe({ kind, outcome: short }, seconds(durationMs));
    },
  };
}
