import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response, Server } from 'restify';
import { accountRefusal } from './account.ts';
import { accountView, changeView, sendJson, sendOutcome, sendProblem } from './answer.ts';
import type { ChangeWork, ChangeWorkNeeds } from './change-work.ts';
import { type Change, findChange } from './changes.ts';
import { readPinBody } from './pin-body.ts';
import type { PinStore } from './pin-store.ts';
import { problemOf } from './problem.ts';

export interface RouteNeeds extends Pick<ChangeWorkNeeds, 'sql'> {
  store: PinStore;
  changes: ChangeWork;
  /** How long a PUT waits before it answers 202; undefined waits for the change to end. */
  answerAfterMs: number | undefined;
}

const awayDetail = 'Nobody knows of the account at the moment.';
const awayRetryMs = 5_000;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The contract's four operations. */
export function addRoutes(server: Server, needs: RouteNeeds): void {
  server.get('/v1/users/:userId/pin', async (request: Request, response: Response) => {
    await getPinAccount(needs, request, response);
  });
  server.put('/v1/users/:userId/pin', async (request: Request, response: Response) => {
    await changePin(needs, request, response);
  });
  server.get('/v1/pin-changes/:changeId', async (request: Request, response: Response) => {
    const changeId = uuidOf(request.params.changeId);
    if (!changeId) return refuseId(response, 'The change id should be a UUID.');
    const change = findChange(needs.sql, changeId);
    if (change) sendJson(response, 200, changeView(change));
    else sendProblem(response, problemOf('change_not_found'));
  });
  server.del('/v1/pin-changes/:changeId', async (request: Request, response: Response) => {
    const changeId = uuidOf(request.params.changeId);
    if (!changeId) return refuseId(response, 'The change id should be a UUID.');
    const withdrawn = needs.changes.withdraw(changeId);
    if (withdrawn.kind === 'busy') sendBusy(response, withdrawn.retryAfterMs);
    else sendJson(response, 200, changeView(withdrawn.change));
  });
}

async function getPinAccount(needs: RouteNeeds, request: Request, response: Response): Promise<void> {
  const userId = userIdOf(request);
  if (!userId) return refuseId(response, 'The user id should have 1 to 320 characters.');
  const found = await needs.store.account(userId);
  if (found.kind === 'busy') return sendBusy(response, found.retryAfterMs);
  if (found.kind === 'away')
    return sendProblem(response, problemOf('unavailable', { status: 503, detail: awayDetail }), awayRetryMs);
  const account = found.kind === 'account' ? found.account : undefined;
  const refusal = accountRefusal(account);
  if (account && !refusal) sendJson(response, 200, accountView(account));
  else sendProblem(response, problemOf(refusal ?? 'user_not_found'));
}

async function changePin(needs: RouteNeeds, request: Request, response: Response): Promise<void> {
  const userId = userIdOf(request);
  if (!userId) return refuseId(response, 'The user id should have 1 to 320 characters.');
  const changeId = uuidOf(request.headers['idempotency-key']);
  if (!changeId) return refuseId(response, 'The Idempotency-Key should be a UUID.');

  // Before the body: a repetition's PIN is not read.
  const earlier = findChange(needs.sql, changeId);
  if (earlier) return sendRepetition(needs, response, earlier, userId);

  const body = await readPinBody(request);
  if (body.kind === 'malformed') {
    return sendProblem(response, problemOf('invalid_request', { detail: body.detail }));
  }
  const taken = needs.changes.take(changeId, needs.store.personOf(userId), body.pin);
  if (taken.kind === 'known') return sendRepetition(needs, response, taken.change, userId);
  if (taken.kind === 'busy') return sendBusy(response, taken.retryAfterMs);
  await sendWhenSettled(needs, response, changeId, taken.settled);
}

async function sendWhenSettled(
  { answerAfterMs, sql }: RouteNeeds,
  response: Response,
  changeId: string,
  settled: Promise<Change>,
): Promise<void> {
  if (answerAfterMs === undefined) return sendOutcome(response, await settled);
  const timer = new AbortController();
  const late = pause(answerAfterMs, undefined, { signal: timer.signal }).catch(() => undefined);
  const change = (await Promise.race([settled, late])) ?? findChange(sql, changeId);
  timer.abort();
  if (!change) throw new Error('a change that was taken was not found');
  sendOutcome(response, change);
}

function sendRepetition(needs: RouteNeeds, response: Response, change: Change, userId: string): void {
  // The asked id too: a change of somebody unknown is on file under it, whoever has it later.
  const sameUser =
    change.userId === undefined ||
    change.userId === needs.store.personOf(userId) ||
    change.userId === userId.toLowerCase();
  if (sameUser) sendOutcome(response, change);
  else sendProblem(response, problemOf('change_conflict'));
}

function userIdOf(request: Request): string | undefined {
  const { userId } = request.params as { userId?: string };
  return userId && [...userId].length <= 320 ? userId : undefined;
}

/** A UUID as it is on file, or undefined for anything else. */
function uuidOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const lower = text.toLowerCase();
  return uuid.test(lower) ? lower : undefined;
}

function sendBusy(response: Response, retryAfterMs: number): void {
  sendProblem(response, problemOf('too_many_requests'), retryAfterMs);
}

function refuseId(response: Response, detail: string): void {
  sendProblem(response, problemOf('invalid_request', { detail }));
}
