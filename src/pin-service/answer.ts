import type { Response } from 'restify';
import type { Account } from './account.ts';
import type { Change } from './changes.ts';
import { isRefusal, type Problem, type ProblemCode, problemOf } from './problem.ts';

/** Answers JSON, past restify's formatters: those pick a type by `Accept` and show an error's text. */
export function sendJson(response: Response, status: number, body: object): void {
  send(response, status, 'application/json', body);
}

/** Answers a problem, with `Retry-After` where one is given. */
export function sendProblem(response: Response, problem: Problem, retryAfterMs?: number): void {
  if (retryAfterMs !== undefined) {
    response.setHeader('Retry-After', String(Math.ceil(retryAfterMs / 1_000)));
  }
  send(response, problem.status, 'application/problem+json', problem);
}

function send(response: Response, status: number, type: string, body: object): void {
  const text = JSON.stringify(body);
  response.sendRaw(status, text, {
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
  });
}

/** Answers a PUT with what became of its change: the same for the first and for every repetition. */
export function sendOutcome(response: Response, change: Change): void {
  if (change.status === 'applied') {
    sendJson(response, 200, changeView(change));
  } else if (change.status === 'pending') {
    response.setHeader('Location', `/v1/pin-changes/${change.changeId}`);
    sendJson(response, 202, changeView(change));
  } else {
    sendProblem(response, problemOf(rejectionProblem(change.code)));
  }
}

function rejectionProblem(code: string | undefined): ProblemCode {
  if (isRefusal(code)) return code;
  // `failed` has no code of its own in the contract's table: asking for the change tells.
  return code === 'withdrawn' ? 'change_withdrawn' : 'unavailable';
}

/** The contract's PinChange. */
export function changeView({ changeId, status, code, settledAt }: Change): object {
  if (status === 'applied') return { changeId, status, changedAt: isoTime(settledAt) };
  return { changeId, status, ...(status === 'rejected' && { code }) };
}

/** The contract's PinAccount. */
export function accountView(account: Account): object {
  return {
    userId: account.userId,
    displayName: account.displayName,
    phoneNumber: account.phoneNumber,
    extension: account.extension,
    pinSet: account.pinSet,
    pinChangedAt: isoTime(account.pinSetAt),
    pinExpiresAt: isoTime(account.pinExpiresAt),
    locked: account.locked,
    ...(account.deskPhones && { deskPhones: account.deskPhones }),
    policy: account.policy,
  };
}

function isoTime(timeMs: number | undefined): string | null {
  return timeMs === undefined ? null : new Date(timeMs).toISOString();
}
