import { placeOf } from '../http/place.ts';
import { accountAnswer } from './account-answer.ts';
import type { BackendCall, PinBackend } from './backend.ts';
import { changeAnswer, lookAnswer, problemOf, withdrawAnswer } from './change-answers.ts';
import { type Exchange, exchange, type Reply } from './http-exchange.ts';

export interface PinServiceSettings {
  /** Where the service is; a path before `/v1` is kept. */
  url: string | URL;
  /** Gets the bearer token, where the service wants one; asked before each request, so it should cache. */
  token?: (() => Promise<string>) | undefined;
  /** Epoch milliseconds, for a `Retry-After` that is a date. */
  now?: () => number;
}

/** A change that nobody makes: asking after it shows whether the service answers, and changes nothing. */
const noChange = '00000000-0000-4000-8000-000000000000';
const reachableTimeoutMs = 2_000;

/**
 * The PIN backend over HTTP, as `pin-service.openapi.yaml` says.
 *
 * Each operation is one request, never repeated here. Only an answer of the contract counts: its media type,
 * its form, its status, the change's own id. Nothing is logged and nothing thrown.
 */
export function pinServiceClient({ url, token, now = Date.now }: PinServiceSettings): PinBackend {
  const to = placeOf(url);
  const ask = (method: Exchange['method'], path: string, call: BackendCall, more: Partial<Exchange> = {}) =>
    exchange({
      to,
      path,
      method,
      headers: { ...headersOf(call), ...more.headers },
      ...(more.body === undefined ? {} : { body: more.body }),
      token: 'token' in more ? more.token : token,
      timeoutMs: call.timeoutMs,
      signal: call.signal,
      now,
    });
  return {
    account: async (userId, call) => {
      if (!isUserId(userId)) return { kind: 'refused', code: 'user_not_found' };
      return accountAnswer(await ask('GET', userPath(userId), call));
    },
    change: async (userId, changeId, pin, call) => {
      if (!isUserId(userId)) return { kind: 'rejected', code: 'user_not_found' };
      const headers = { 'idempotency-key': changeId, 'content-type': 'application/json' };
      const body = JSON.stringify({ pin });
      return changeAnswer(await ask('PUT', userPath(userId), call, { headers, body }), changeId);
    },
    look: async (changeId, call) => lookAnswer(await ask('GET', changePath(changeId), call), changeId),
    withdraw: async (changeId, call) =>
      withdrawAnswer(await ask('DELETE', changePath(changeId), call), changeId),
    reachable: async () => {
      const call = { reference: 'reachable', locale: 'en', timeoutMs: reachableTimeoutMs };
      const reply = await ask('GET', changePath(noChange), call);
      if (reply.kind !== 'failed' || reply.fault !== 'no_token')
        return { backend: letsUsIn(reply), identity: 'up' };
      const bare = await ask('GET', changePath(noChange), call, { token: undefined });
      const refused = problemOf(bare) === '401 unauthorized' || problemOf(bare) === '403 forbidden';
      return { backend: refused ? 'up' : letsUsIn(bare), identity: 'down' };
    },
  };
}

/** A path segment must not be one that URLs resolve away, nor anything that cannot be encoded. */
function isUserId(userId: string): boolean {
  return /^(?!\.{1,2}$).{1,320}$/su.test(userId) && userId.isWellFormed();
}

function userPath(userId: string): string {
  return `/v1/users/${encodeURIComponent(userId)}/pin`;
}

function changePath(changeId: string): string {
  return `/v1/pin-changes/${encodeURIComponent(changeId)}`;
}

function headersOf({ reference, locale }: BackendCall): Record<string, string> {
  // The locale comes from the chat: only a language tag goes on.
  const language = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}$/.test(locale) ? locale : 'en';
  return {
    accept: 'application/json, application/problem+json',
    // Nothing in between may keep an answer, or give one that it kept.
    'cache-control': 'no-store',
    pragma: 'no-cache',
    'accept-language': language,
    'x-correlation-id': reference,
  };
}

/** "Slow down" is an answer of a service that is there; so is "no such change". */
function letsUsIn(reply: Reply): 'up' | 'down' {
  if (reply.kind === 'answer' && reply.form === 'json') return reply.status === 200 ? 'up' : 'down';
  const problem = problemOf(reply);
  return problem === '404 change_not_found' || problem === '429 too_many_requests' ? 'up' : 'down';
}
