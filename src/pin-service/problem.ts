import { STATUS_CODES } from 'node:http';

/** Why a change may be rejected, or an account not be shown, with the contract's status and a plain reason. */
const refusals = {
  user_not_found: [404, 'No such user.'],
  not_enabled: [409, 'The user is not enabled for PIN authentication.'],
  account_disabled: [409, 'The account is disabled.'],
  account_locked: [409, 'The account is locked by an administrator; a change does not unlock it.'],
  pin_too_short: [422, 'The PIN has too few digits.'],
  pin_too_long: [422, 'The PIN has too many digits.'],
  pin_not_digits: [422, 'A PIN is made of the digits 0 to 9 alone.'],
  pin_too_simple: [422, 'The PIN is a simple pattern.'],
  pin_matches_number: [422, 'The PIN is the phone number or the extension of the user.'],
  pin_reused: [422, 'The PIN was used before.'],
  pin_not_unique: [422, 'The PIN is in use by somebody else.'],
} as const;

const others = {
  invalid_request: [400, 'The request is malformed.'],
  unauthorized: [401, 'The request shows no token that is good here.'],
  forbidden: [403, 'The request may not do this.'],
  change_not_found: [404, 'No such change so far.'],
  change_conflict: [409, 'The Idempotency-Key was used for another user.'],
  change_withdrawn: [409, 'The change was withdrawn.'],
  too_many_requests: [429, 'Too many requests; Retry-After says how long to wait.'],
  unavailable: [500, 'Something went wrong; ask what became of the change.'],
} as const;

const table = { ...refusals, ...others };

export type RefusalCode = keyof typeof refusals;
export type ProblemCode = keyof typeof table;

/** An RFC 9457 problem as the contract has it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
}

/** The problem of a code, with the code's own status unless another is more exact. `detail` never quotes the request. */
export function problemOf(code: ProblemCode, more: { status?: number; detail?: string } = {}): Problem {
  const [usualStatus, usualDetail] = table[code];
  const status = more.status ?? usualStatus;
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: more.detail ?? usualDetail,
    code,
  };
}

/** Whether a code on file is one that the contract's table has for a refused change. */
export function isRefusal(code: string | undefined): code is RefusalCode {
  return code !== undefined && Object.hasOwn(refusals, code);
}
