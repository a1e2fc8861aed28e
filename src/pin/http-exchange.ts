import { readJson } from '../http/read-body.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { Fault } from './backend.ts';
import { failedBeforeSending, isUntrusted } from './connect-errors.ts';

/** 64 kB: an account with hundreds of desk phones is smaller. */
const bodyLimitBytes = 64 * 1024;

/** What one request brought. `sent: 'no'` is proof that nothing of it reached the other side. */
export type Reply =
  | { kind: 'answer'; form: 'json' | 'problem'; status: number; body: unknown; retryAfterMs?: number }
  | { kind: 'failed'; sent: 'no' | 'maybe'; fault: Fault; retryAfterMs?: number };

export interface Exchange {
  url: URL;
  method: 'GET' | 'PUT' | 'DELETE';
  headers: Record<string, string>;
  body?: string;
  /** Gets the bearer token, where the service wants one. */
  token: (() => Promise<string>) | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * Makes one request and reads the JSON or the problem that comes back. The time limit covers all of it: the
 * token, the connection, the headers and the body. Never throws, and no error leaves it, because errors of
 * fetch and of the JSON parser quote headers and bodies.
 */
export async function exchange(request: Exchange): Promise<Reply> {
  if (request.signal?.aborted) return { kind: 'failed', sent: 'no', fault: 'stopped' };
  const ending = new AbortController();
  const end = (fault: Fault) => ending.abort(fault);
  const stop = () => end('stopped');
  const timer = setTimeout(() => end('timeout'), request.timeoutMs);
  request.signal?.addEventListener('abort', stop, { once: true });
  try {
    const made = await makeRequest(request, ending.signal);
    return made instanceof Request ? await send(made, request.now) : made;
  } catch (error) {
    if (ending.signal.aborted) return { kind: 'failed', sent: 'maybe', fault: ending.signal.reason };
    if (failedBeforeSending(error))
      return { kind: 'failed', sent: 'no', fault: isUntrusted(error) ? 'untrusted' : 'no_connection' };
    return { kind: 'failed', sent: 'maybe', fault: 'broken' };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', stop);
  }
}

/** The request, or why there is none: nothing is sent in here. */
async function makeRequest(wanted: Exchange, signal: AbortSignal): Promise<Request | Reply> {
  const notSent = (fault: Fault): Reply => ({ kind: 'failed', sent: 'no', fault });
  const { url, method, headers, body = null } = wanted;
  let authorization = {};
  if (wanted.token !== undefined) {
    const token = await Promise.race([tokenOrNothing(wanted.token), aborted(signal)]);
    // A token that does not come in time is the identity's failing.
    if (signal.aborted) return notSent(signal.reason === 'timeout' ? 'no_token' : signal.reason);
    if (token === undefined) return notSent('no_token');
    authorization = { authorization: `Bearer ${token}` };
  }
  try {
    // A redirect is not followed: it would carry the PIN elsewhere.
    return new Request(url, {
      method,
      headers: { ...headers, ...authorization },
      body,
      signal,
      redirect: 'manual',
      cache: 'no-store',
    });
  } catch {
    return notSent('bad_request');
  }
}

/** Its failure is the token provider's to log; here it only means that nothing can be sent. */
async function tokenOrNothing(token: () => Promise<string>): Promise<string | undefined> {
  try {
    return await token();
  } catch {
    return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}

async function send(request: Request, now: () => number): Promise<Reply> {
  const response = await fetch(request);
  const wait = retryAfterMs(response.headers.get('retry-after'), now());
  const retry = wait === undefined ? {} : { retryAfterMs: wait };
  const form = formOf(response.headers.get('content-type'));
  const fault = response.ok ? 'not_of_contract' : 'refused_by_status';
  if (form === undefined) {
    await response.body?.cancel();
    return { kind: 'failed', sent: 'maybe', fault, ...retry };
  }
  const read = await readJson(response, bodyLimitBytes);
  if (read.kind === 'too_large') return { kind: 'failed', sent: 'maybe', fault: 'too_large', ...retry };
  if (read.kind === 'not_json') return { kind: 'failed', sent: 'maybe', fault, ...retry };
  return { kind: 'answer', form, status: response.status, body: read.value, ...retry };
}

/** The contract has two media types; parameters (`charset`) do not matter. */
function formOf(contentType: string | null): 'json' | 'problem' | undefined {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'application/problem+json' ? 'problem' : undefined;
}
