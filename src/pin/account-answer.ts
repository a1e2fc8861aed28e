import type { AccountAnswer } from './backend.ts';
import { denied, faultOf, problemOf, wait } from './change-answers.ts';
import type { Reply } from './http-exchange.ts';
import { pinAccountSchema } from './pin-service-schemas.ts';

/** Reads the answer to `GET /v1/users/{userId}/pin`. */
export function accountAnswer(reply: Reply): AccountAnswer {
  const problem = problemOf(reply);
  switch (problem) {
    case '401 unauthorized':
    case '403 forbidden':
      return denied(problem);
    case '404 user_not_found':
      return { kind: 'refused', code: 'user_not_found' };
    case '409 not_enabled':
      return { kind: 'refused', code: 'not_enabled' };
    case '409 account_disabled':
      return { kind: 'refused', code: 'account_disabled' };
    case '409 account_locked':
      return { kind: 'refused', code: 'account_locked' };
  }
  if (reply.kind === 'answer' && reply.form === 'json' && reply.status === 200) {
    const account = pinAccountSchema.safeParse(reply.body).data;
    if (account !== undefined) return { kind: 'account', account };
  }
  return { kind: 'away', fault: faultOf(reply), ...wait(reply) };
}
