import { type Instruments, pairs, seconds } from './instruments.ts';

/** What is asked of Teams' connector. `member` reads the roster; the others send. */
export const channelMethods = ['send', 'update', 'remove', 'member'] as const;

/** One request to the connector. `none`: no answer came, or there was no token. `not_allowed`: it was not made. */
export interface ChannelRequest {
  method: (typeof channelMethods)[number];
  status: number | 'none' | 'not_allowed';
  durationMs: number;
}

export interface ChannelWatch {
  asked(request: ChannelRequest): void;
  /** Whether an identity of the bot's gives tokens; `to` is whom they are for, as in the log. */
  identity(to: string, isUp: boolean): void;
}

const buckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** What the connector answers. Anything else is a gateway's, and told by its first digit. */
const known = [200, 201, 202, 400, 401, 403, 404, 405, 408, 409, 412, 413, 429, 500, 502, 503, 504];
const words = new Map(known.map((status) => [status, String(status)]));

function wordFor(status: ChannelRequest['status']): string {
  if (typeof status === 'string') return status;
  return words.get(status) ?? `${Math.floor(status / 100)}xx`;
}

export function channelWatch(make: Instruments): ChannelWatch {
  const requests = make.counter(
    'sends_total',
    'Requests to the connector of Teams, by HTTP status',
    ['method', 'status'],
    pairs('method', channelMethods, 'status', [...words.values(), 'none', 'not_allowed']),
  );
  const durations = make.histogram(
    'send_duration_seconds',
    'How long requests to the connector of Teams took, answered or not',
    buckets,
    ['method'],
    channelMethods.map((method) => ({ method })),
  );
  const identities = make.gauge(
    'identity_up',
    'Whether an identity of the bot gave a token when it was asked last: 1 or 0',
    ['to'],
  );
  return {
    asked({ method, status, durationMs }) {
      requests.inc({ method, status: wordFor(status) });
      if (status !== 'not_allowed') durations.observe({ method }, seconds(durationMs));
    },
    identity: (to, isUp) => identities.set({ to }, isUp ? 1 : 0),
  };
}
