import type { ChangeAnswer, Fault, KnownChange, LookAnswer, WithdrawAnswer } from './backend.ts';
import type { Reply } from './http-exchange.ts';
import { pinChangeSchema, problemSchema } from './pin-service-schemas.ts';

type Unknown = Extract<WithdrawAnswer, { kind: 'unknown' }>;

/** Reads the answer to `PUT /v1/users/{userId}/pin`. */
export function changeAnswer(reply: Reply, changeId: string): ChangeAnswer {
  if (reply.kind === 'failed' && reply.sent === 'no') return { kind: 'not_sent', fault: reply.fault };
  const problem = problemOf(reply);
  switch (problem) {
    case '401 unauthorized':
    case '403 forbidden':
      return denied(problem);
    case '429 too_many_requests':
      return { kind: 'busy', ...wait(reply) };
    case '409 change_withdrawn':
      return { kind: 'rejected', code: 'withdrawn' };
    case '400 invalid_request':
    case '404 user_not_found':
      return { kind: 'rejected', code: problem.slice(4) };
    default:
      if (problem?.startsWith('409 ') || problem?.startsWith('422 '))
        return { kind: 'rejected', code: problem.slice(4) };
      return knownChange(reply, changeId) ?? unknown(reply);
  }
}

/** Reads the answer to `DELETE /v1/pin-changes/{changeId}`. */
export function withdrawAnswer(reply: Reply, changeId: string): WithdrawAnswer {
  const problem = problemOf(reply);
  if (problem === '401 unauthorized' || problem === '403 forbidden') return denied(problem);
  return knownChange(reply, changeId) ?? unknown(reply);
}

/** Reads the answer to `GET /v1/pin-changes/{changeId}`. A gateway's bare 404 says nothing. */
export function lookAnswer(reply: Reply, changeId: string): LookAnswer {
  if (problemOf(reply) === '404 change_not_found') return { kind: 'not_found' };
  return withdrawAnswer(reply, changeId);
}

/**
 * The problem as `<status> <code>`. Undefined where it is none of the contract: another media type, another
 * form, or a `status` that is not the answer's own, which something on the way has then changed.
 */
export function problemOf(reply: Reply): string | undefined {
  if (reply.kind !== 'answer' || reply.form !== 'problem') return undefined;
  const problem = problemSchema.safeParse(reply.body).data;
  return problem?.status === reply.status ? `${problem.status} ${problem.code}` : undefined;
}

/** Only this change counts, with a status that fits: 202 is "taken, not done". */
function knownChange(reply: Reply, changeId: string): KnownChange | undefined {
  if (reply.kind !== 'answer' || reply.form !== 'json') return undefined;
  const change = pinChangeSchema.safeParse(reply.body).data;
  if (change?.changeId.toLowerCase() !== changeId.toLowerCase()) return undefined;
  const fits = reply.status === 200 || (reply.status === 202 && change.status === 'pending');
  if (!fits) return undefined;
  if (change.status === 'applied') return { kind: 'applied', changedAt: change.changedAt };
  if (change.status === 'rejected') return { kind: 'rejected', code: change.code };
  return { kind: 'pending', ...wait(reply) };
}

/** The service refuses the bot itself: without a token that it takes, or without the right. */
export const denied = (problem: '401 unauthorized' | '403 forbidden'): { kind: 'denied'; fault: Fault } => ({
  kind: 'denied',
  fault: problem === '401 unauthorized' ? 'unauthorized' : 'forbidden',
});

function unknown(reply: Reply): Unknown {
  return { kind: 'unknown', fault: faultOf(reply), ...wait(reply) };
}

/** Why a reply that is of no use is so. */
export function faultOf(reply: Reply): Fault {
  if (reply.kind === 'failed') return reply.fault;
  return reply.status >= 400 ? 'refused_by_status' : 'not_of_contract';
}

/** `retryAfterMs`, only where the reply has it. */
export function wait({ retryAfterMs }: Reply): { retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}
