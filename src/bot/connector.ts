import type { Activity } from 'botbuilder';
import { retryAfterMs } from '../pin/retry-after.ts';

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
}

const timeoutMs = 10_000;
/**
 * https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "Status codes". And 401: the
 * next token may be taken.
 */
const transient = new Set([401, 408, 412, 429, 500, 502, 503, 504]);

export function createConnector(parts: {
  /** The bot's token for the channel; undefined in local mode. */
  token: (() => Promise<string>) | undefined;
  /** Asked at every send: references are old, and the token must not leave for another host. */
  mayCall: (serviceUrl: string) => boolean;
}): Connector {
  async function request(method: string, serviceUrl: string, path: string[], body?: unknown): Promise<Sent> {
    // A later turn may bring an address that is allowed.
    if (!parts.mayCall(serviceUrl)) return { kind: 'blocked' };
    try {
      const url = `${serviceUrl.replace(/\/+$/, '')}/v3/conversations/${path.map(encodeURIComponent).join('/')}`;
      const token = await parts.token?.();
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return sentBy(response, await response.text());
    } catch {
      // A timeout, a reset or no token: the cause may name the address, and the caller tries again either way.
      return { kind: 'later', status: undefined };
    }
  }
  return {
    send: (serviceUrl, conversation, activity) =>
      request('POST', serviceUrl, [conversation, 'activities'], activity),
    update: (serviceUrl, conversation, id, activity) =>
      request('PUT', serviceUrl, [conversation, 'activities', id], { ...activity, id }),
    remove: (serviceUrl, conversation, id) => request('DELETE', serviceUrl, [conversation, 'activities', id]),
  };
}

function sentBy(response: Response, text: string): Sent {
  const { ok, status } = response;
  const answer = jsonIn(text);
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
