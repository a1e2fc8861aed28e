import { type Place, placeOf } from '../http/place.ts';
import { jsonIn } from '../http/read-body.ts';
import { type Outcome, request } from '../http/request.ts';
import type { ChannelRequest } from '../watch/channel.ts';

/** For a member a person waits, with a PIN typed. */
const usualMs = { send: 10_000, member: 5_000 };
/** An answer names an id, a member or an error. */
const bodyLimitBytes = 256 * 1024;

export interface Asking {
  /** The bot's token for the channel; undefined in local mode. */
  token: (() => Promise<string>) | undefined;
  /** Says the same of an address each time. References are old, and the token must not leave for another host. */
  mayCall: (serviceUrl: string) => boolean;
  /** For the whole of a request: token, connection and answer. */
  withinMs?: { send: number; member: number };
}

/** `none`: no answer came. `not_allowed`: nobody was asked. */
export type NoAnswer = 'none' | 'not_allowed';

/** Asks the channel, once. */
export function asking({ token, mayCall, withinMs = usualMs }: Asking) {
  const placeFor = placesOf(mayCall);
  return async (
    method: Method,
    serviceUrl: string,
    ids: string[],
    body?: unknown,
  ): Promise<Answer | NoAnswer> => {
    const to = placeFor(serviceUrl);
    if (!to) return 'not_allowed';
    const path = pathOf(ids);
    if (path === undefined) return 'none';
    const outcome = await request({
      to,
      method: verbs[method],
      path,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      token,
      timeoutMs: method === 'member' ? withinMs.member : withinMs.send,
      bodyLimitBytes,
    });
    // A timeout, a reset or no token: the caller tries again either way.
    return outcome.kind === 'answer' ? answerIn(outcome) : 'none';
  };
}

export type Method = ChannelRequest['method'];
const verbs = { send: 'POST', update: 'PUT', remove: 'DELETE', member: 'GET' } as const;

/** Microsoft has a few addresses a region; more than these are read again. */
const mostPlaces = 64;

/** Where the bot may send to, each address read once. Undefined where it may not. */
function placesOf(mayCall: Asking['mayCall']): (serviceUrl: string) => Place | undefined {
  const places = new Map<string, Place | undefined>();
  return (serviceUrl) => {
    if (places.has(serviceUrl)) return places.get(serviceUrl);
    const place = mayCall(serviceUrl) ? placeOf(serviceUrl) : undefined;
    if (places.size >= mostPlaces) places.clear();
    places.set(serviceUrl, place);
    return place;
  };
}

/** Undefined for ids that cannot stand in an address: it resolves `.` and `..` away, and would be another one. */
function pathOf(ids: string[]): string | undefined {
  let path = '/v3/conversations';
  for (const id of ids) {
    if (id === '.' || id === '..' || !id.isWellFormed()) return undefined;
    path += `/${encodeURIComponent(id)}`;
  }
  return path;
}

export interface Answer {
  status: number;
  ok: boolean;
  retryAfter: string | undefined;
  json: Record<string, unknown> | undefined;
}

function answerIn({ status, headers, body }: Extract<Outcome, { kind: 'answer' }>): Answer {
  return {
    status,
    ok: status >= 200 && status < 300,
    retryAfter: headers['retry-after'],
    json: typeof body === 'string' ? undefined : jsonObjectIn(body),
  };
}

function jsonObjectIn(body: Buffer): Record<string, unknown> | undefined {
  const read = jsonIn(body);
  return read.kind === 'json' && typeof read.value === 'object' && read.value !== null
    ? (read.value as Record<string, unknown>)
    : undefined;
}
