import type { Activity } from 'botbuilder';
import { retryAfterMs } from '../http/retry-after.ts';
import type { ChannelRequest } from '../watch/channel.ts';
import { type Answer, type Asking, asking, type Method, type NoAnswer } from './ask-channel.ts';

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

/**
 * https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "Status codes". And 401: the
 * next token may be taken.
 */
const transient = new Set([401, 408, 412, 429, 500, 502, 503, 504]);

export function createConnector(
  parts: Asking & { onRequest?: (request: ChannelRequest) => void },
): Connector {
  const exchange = asking(parts);
  async function ask(
    method: Method,
    serviceUrl: string,
    ids: string[],
    body?: unknown,
  ): Promise<Answer | NoAnswer> {
    const begunAt = performance.now();
    const answer = await exchange(method, serviceUrl, ids, body);
    const status = typeof answer === 'string' ? answer : answer.status;
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

function memberIn(answer: Answer | NoAnswer): MemberAnswer {
  if (typeof answer === 'string') return { kind: 'away', status: undefined };
  const { status, ok, json } = answer;
  if (ok && json) return { kind: 'found', member: json };
  // The channel's own word, not a gateway's.
  if (status === 404 && isChannelError(json)) return { kind: 'none' };
  return { kind: 'away', status };
}

function sentBy(given: Answer | NoAnswer): Sent {
  if (given === 'none') return { kind: 'later', status: undefined };
  // A later turn may bring an address that is allowed.
  if (given === 'not_allowed') return { kind: 'blocked' };
  const { ok, status, json } = given;
  if (ok) return { kind: 'sent', id: typeof json?.id === 'string' ? json.id : undefined };
  if (transient.has(status) || !isChannelError(json)) {
    const afterMs = retryAfterMs(given.retryAfter, Date.now());
    return { kind: 'later', status, ...(afterMs ? { afterMs } : {}) };
  }
  if (status === 404) return { kind: 'gone' };
  return status === 403 ? { kind: 'blocked' } : { kind: 'refused', status };
}

/** Without it a gateway in between has answered, and nobody has said that the chat is closed or the message bad. */
const isChannelError = (answer: Record<string, unknown> | undefined): boolean =>
  typeof (answer?.error as { code?: unknown } | undefined)?.code === 'string';
