import { type BodyRead, readJson } from '../http/read-body.ts';
import { type ConnectionFailure, failureOf } from './connection-failure.ts';

/** What one request brought. Headers and body are somebody else's words: nothing of them is printed as it is. */
export type Asking =
  | {
      kind: 'answer';
      status: number;
      headers: Headers;
      /** Of any media type, where it reads as JSON. */
      body: BodyRead;
      tookMs: number;
      /** Epoch milliseconds, half-way between question and answer. */
      atMs: number;
    }
  | { kind: 'failed'; failure: ConnectionFailure };

const bodyLimitBytes = 256 * 1024;

/** One request, no redirect followed. Never throws. */
export async function ask(url: string | URL, withinMs: number, init: RequestInit = {}): Promise<Asking> {
  const begunMs = Date.now();
  const begun = performance.now();
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(withinMs),
    });
    const tookMs = Math.round(performance.now() - begun);
    const body = await readJson(response, bodyLimitBytes);
    const { status, headers } = response;
    return { kind: 'answer', status, headers, body, tookMs, atMs: begunMs + tookMs / 2 };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}

/** The answer's media type without parameters, where it is written like one. */
export function mediaTypeOf(headers: Headers): string | undefined {
  return /^[\w.+-]+\/[\w.+-]+/.exec(headers.get('content-type') ?? '')?.[0].toLowerCase();
}
