import type { Attempt, NewAttempt } from '../pin/attempt.ts';
import type { PinAccount } from '../pin/backend.ts';
import type { AttemptRow } from './tables.ts';

export function rowOf(attempt: NewAttempt): AttemptRow {
  const ended = attempt.code === undefined ? null : attempt.createdAt.getTime();
  return {
    id: attempt.id,
    reference: attempt.reference,
    tenant_id: attempt.person.tenantId,
    user_id: attempt.person.userId,
    conversation_id: attempt.conversationId,
    asked_by: attempt.askedBy,
    state: ended === null ? 'shown' : 'failed',
    round: 1,
    plain_submit: attempt.plainSubmit ? 1 : 0,
    change_id: null,
    card_id: attempt.cardId ?? null,
    refusals: '[]',
    code: attempt.code ?? null,
    account: attempt.account ? JSON.stringify(attempt.account) : null,
    locale: attempt.locale,
    time_zone: attempt.timeZone,
    created_at: attempt.createdAt.getTime(),
    expires_at: attempt.expiresAt.getTime(),
    submitted_at: null,
    settled_at: ended,
    changed_at: null,
  };
}

/** In the order of the insertion; a column that is missing here would not compile. */
export const attemptColumns = Object.keys({
  id: true,
  reference: true,
  tenant_id: true,
  user_id: true,
  conversation_id: true,
  asked_by: true,
  state: true,
  round: true,
  plain_submit: true,
  change_id: true,
  card_id: true,
  refusals: true,
  code: true,
  account: true,
  locale: true,
  time_zone: true,
  created_at: true,
  expires_at: true,
  submitted_at: true,
  settled_at: true,
  changed_at: true,
} satisfies Record<keyof AttemptRow, true>) as (keyof AttemptRow)[];

export function attemptOf(row: AttemptRow): Attempt {
  return {
    id: row.id,
    reference: row.reference,
    person: { tenantId: row.tenant_id, userId: row.user_id },
    conversationId: row.conversation_id,
    state: row.state as Attempt['state'],
    round: row.round,
    plainSubmit: row.plain_submit === 1,
    refusals: JSON.parse(row.refusals) as string[],
    locale: row.locale,
    timeZone: row.time_zone,
    createdAt: new Date(Number(row.created_at)),
    expiresAt: new Date(Number(row.expires_at)),
    ...(row.change_id === null ? {} : { changeId: row.change_id }),
    ...(row.card_id === null ? {} : { cardId: row.card_id }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.account === null ? {} : { account: accountOf(row.account) }),
    ...(row.submitted_at === null ? {} : { submittedAt: new Date(Number(row.submitted_at)) }),
    ...(row.settled_at === null ? {} : { settledAt: new Date(Number(row.settled_at)) }),
    ...(row.changed_at === null ? {} : { changedAt: new Date(Number(row.changed_at)) }),
  };
}

function accountOf(text: string): PinAccount {
  const stored = JSON.parse(text) as Omit<PinAccount, 'pinChangedAt' | 'pinExpiresAt'> &
    Record<'pinChangedAt' | 'pinExpiresAt', string | null>;
  return { ...stored, pinChangedAt: dateOf(stored.pinChangedAt), pinExpiresAt: dateOf(stored.pinExpiresAt) };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
