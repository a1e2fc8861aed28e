import type { IncomingHttpHeaders } from 'node:http';
import type { Place } from '../http/place.ts';
import { jsonIn } from '../http/read-body.ts';
import { request } from '../http/request.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { Fault } from './backend.ts';

/** 64 kB: an account with hundreds of desk phones is smaller. */
const bodyLimitBytes = 64 * 1024;

/** What one request brought. `sent: 'no'` is proof that nothing of it reached the other side. */
export type Reply =
  | { kind: 'answer'; form: 'json' | 'problem'; status: number; body: unknown; retryAfterMs?: number }
  | { kind: 'failed'; sent: 'no' | 'maybe'; fault: Fault; retryAfterMs?: number };

export interface Exchange {
  to: Place;
  /** From the place on. */
  path: string;
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
 * token, the connection, the headers and the body. Never throws, and no error leaves it.
 */
export async function exchange({ now, ...wanted }: Exchange): Promise<Reply> {
  const outcome = await request({ ...wanted, bodyLimitBytes, wants: isOfContract });
  if (outcome.kind === 'failed') return { kind: 'failed', sent: outcome.sent, fault: outcome.why };
  const { status, headers, body } = outcome;
  const wait = retryAfterMs(headers['retry-after'], now());
  const retry = wait === undefined ? {} : { retryAfterMs: wait };
  const failed = (fault: Fault): Reply => ({ kind: 'failed', sent: 'maybe', fault, ...retry });
  const form = formOf(headers);
  const fault = status >= 200 && status < 300 ? 'not_of_contract' : 'refused_by_status';
  if (form === undefined || body === 'unwanted') return failed(fault);
  if (body === 'too_large') return failed('too_large');
  const read = jsonIn(body);
  if (read.kind === 'not_json') return failed(fault);
  return { kind: 'answer', form, status, body: read.value, ...retry };
}

const isOfContract = (headers: IncomingHttpHeaders): boolean => formOf(headers) !== undefined;

/** The contract has two media types; parameters (`charset`) do not matter. */
function formOf(headers: IncomingHttpHeaders): 'json' | 'problem' | undefined {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'application/problem+json' ? 'problem' : undefined;
}
