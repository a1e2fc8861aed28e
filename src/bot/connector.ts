import type { Activity } from 'botbuilder';
import { retryAfterMs } from '../http/retry-after.ts';
import type { ChannelRequest } from '../watch/channel.ts';

/** How one send ended. */
export type Sent =
  | { kind: 'sent'; id: string | undefined }
  /** Not delivered, or not known to be; worth another try. */
  | { kind: 'later'; status: number | undefined; afterMs?: number }
  /** The card to update, or the conversation, is no longer there. */
  | { kind: 'gone' }
  /** The person has blocked or removed the bot, or an administrator has. */
  | { kind: 'blocked' }
  /** The channel refuses this message for good. */
  | { kind: 'refused'; status: number };

/** What the channel's list of a chat's members holds of one account. `none`: the channel says that it is not there. */
export type MemberAnswer =
  | { kind: 'found'; member: unknown }
  | { kind: 'none' }
  | { kind: 'away'; status: number | undefined };

/** Sends to the channel's connector. One request each: the SDK's client repeats a POST on a 5xx and has no timeout. */
export interface Connector {
  send(serviceUrl: string, conversationId: string, activity: Partial<Activity>): Promise<Sent>;
  update(
    serviceUrl: string,
    conversationId: string,
    activityId: string,
    activity: Partial<Activity>,
  ): Promise<Sent>;
  remove(serviceUrl: string, conversationId: string, activityId: string): Promise<Sent>;
  /** What botbuilder's `TeamsInfo.getMember` asks. */
  member(serviceUrl: string, conversationId: string, accountId: string): Promise<MemberAnswer>;
}

/** For a member a person waits, with a PIN typed. */
const usualMs = { send: 10_000, member: 5_000 };
/**
 * https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "Status codes". And 401: the
 * next token may be taken.
 */
const transient = new Set([401, 408, 412, 429, 500, 502, 503, 504]);

interface ConnectorParts {
  /** The bot's token for the channel; undefined in local mode. */
  token: (() => Promise<string>) | undefined;
  /** Asked at every send: references are old, and the token must not leave for another host. */
  mayCall: (serviceUrl: string) => boolean;
  /** For the whole of a request: token, connection and answer. */
  withinMs?: { send: number; member: number };
  onRequest?: (request: ChannelRequest) => void;
}

export function createConnector(parts: ConnectorParts): Connector {
  const exchange = exchangeWith(parts);
  async function ask(
    method: Method,
    serviceUrl: string,
    path: string[],
    body?: unknown,
  ): Promise<Answer | NoAnswer> {
    const begunAt = performance.now();
    const answer = parts.mayCall(serviceUrl)
      ? await exchange(method, serviceUrl, path, body)
      : ('not_allowed' as const);
    const status = typeof answer === 'string' ? answer : answer.response.status;
    parts.onRequest?.({ method, status, durationMs: performance.now() - begunAt });
    return answer;
  }
  return {
    send: async (serviceUrl, conversation, activity) =>
      sentBy(await ask('send', serviceUrl, [conversation, 'activities'], activity)),
    update: async (serviceUrl, conversation, id, activity) =>
      sentBy(await ask('update', serviceUrl, [conversation, 'activities', id], { ...activity, id })),
    remove: async (serviceUrl, conversation, id) =>
      sentBy(await ask('remove', serviceUrl, [conversation, 'activities', id])),
    member: async (serviceUrl, conversation, account) =>
      memberIn(await ask('member', serviceUrl, [conversation, 'members', account])),
  };
}

/** `none`: no answer came. `not_allowed`: nobody was asked. */
type NoAnswer = 'none' | 'not_allowed';

function exchangeWith({ token: getToken, withinMs = usualMs }: ConnectorParts) {
  return async (
    method: Method,
    serviceUrl: string,
    path: string[],
    body?: unknown,
  ): Promise<Answer | 'none'> => {
    // From here on: the token has its part in how long somebody waits.
    const signal = AbortSignal.timeout(method === 'member' ? withinMs.member : withinMs.send);
    try {
      const token = getToken && (await Promise.race([getToken(), ended(signal)]));
      const response = await fetch(addressOf(serviceUrl, path), {
        method: verbs[method],
        redirect: 'manual',
        signal,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { response, json: jsonIn(await response.text()) };
    } catch {
      // A timeout, a reset or no token: the cause may name the address, and the caller tries again either way.
      return 'none';
    }
  };
}

type Method = ChannelRequest['method'];
const verbs: Record<Method, string> = { send: 'POST', update: 'PUT', remove: 'DELETE', member: 'GET' };

function addressOf(serviceUrl: string, path: string[]): string {
  // An address resolves these away, and would be another one.
  if (path.some((id) => id === '.' || id === '..')) throw new TypeError('An id that is no id');
  return `${serviceUrl.replace(/\/+$/, '')}/v3/conversations/${path.map(encodeURIComponent).join('/')}`;
}

/** Rejects with the signal's reason. */
const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );

interface Answer {
  response: Response;
  json: Record<string, unknown> | undefined;
}

function memberIn(answer: Answer | NoAnswer): MemberAnswer {
  if (typeof answer === 'string') return { kind: 'away', status: undefined };
  const { response, json } = answer;
  if (response.ok && json) return { kind: 'found', member: json };
  // The channel's own word, not a gateway's.
  if (response.status === 404 && isChannelError(json)) return { kind: 'none' };
  return { kind: 'away', status: response.status };
}

function sentBy(given: Answer | NoAnswer): Sent {
  if (given === 'none') return { kind: 'later', status: undefined };
  // A later turn may bring an address that is allowed.
  if (given === 'not_allowed') return { kind: 'blocked' };
  const { response, json: answer } = given;
  const { ok, status } = response;
  if (ok) return { kind: 'sent', id: typeof answer?.id === 'string' ? answer.id : undefined };
  if (transient.has(status) || !isChannelError(answer)) {
    const afterMs = retryAfterMs(response.headers.get('retry-after'), Date.now());
    return { kind: 'later', status, ...(afterMs ? { afterMs } : {}) };
  }
  if (status === 404) return { kind: 'gone' };
  return status === 403 ? { kind: 'blocked' } : { kind: 'refused', status };
}

/** Without it a gateway in between has answered, and nobody has said that the chat is closed or the message bad. */
const isChannelError = (answer: Record<string, unknown> | undefined): boolean =>
  typeof (answer?.error as { code?: unknown } | undefined)?.code === 'string';

function jsonIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
