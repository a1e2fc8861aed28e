import { type Kysely, sql, type UpdateObject } from 'kysely';
import type { Person, Settlement } from '../pin/attempt.ts';
import { type TransitionName, transitions } from '../pin/life-cycle.ts';
import { prepared } from './prepared.ts';
import type { AttemptRow, Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** The one way in which an attempt's state changes: a guarded update, of which whoever comes second changes nothing. */
function transition(db: Db, name: TransitionName, set: UpdateObject<Tables, 'attempts'>) {
  const { from, to } = transitions[name];
  return db
    .updateTable('attempts')
    .set({ ...set, state: to })
    .where('state', 'in', [...from])
    .returningAll();
}

/** A person has one form: the newest. */
const replacing = prepared((db, newer: { id: string; tenant: string; user: string; at: number }) =>
  transition(db, 'replace', { settled_at: newer.at, account: null })
    .where('tenant_id', '=', newer.tenant)
    .where('user_id', '=', newer.user)
    .where('id', '<>', newer.id),
);
export const replaceOlder = (
  db: Db,
  { id, person, at }: { id: string; person: Person; at: Date },
): Promise<AttemptRow[]> =>
  replacing.rows(db, { id, tenant: person.tenantId, user: person.userId, at: at.getTime() });

type Round = { id: string; round: number };

const submitting = prepared((db, row: Round & { change: string; at: number }) =>
  transition(db, 'submit', { change_id: row.change, submitted_at: row.at, refusals: '[]' })
    .where('id', '=', row.id)
    .where('round', '=', row.round)
    .where('expires_at', '>', row.at),
);
export const submit = (db: Db, change: string, { id, round, at }: Round & { at: Date }) =>
  submitting.first(db, { id, round, change, at: at.getTime() });

const refusing = prepared((db, row: Round & { next: number; codes: string; expiresAt: number }) =>
  transition(db, 'refuse', { round: row.next, refusals: row.codes, expires_at: row.expiresAt })
    .where('id', '=', row.id)
    .where('round', '=', row.round),
);
export const refuse = (db: Db, { id, round }: Round, given: { codes: string[]; expiresAt: Date }) =>
  refusing.first(db, {
    id,
    round,
    next: round + 1,
    codes: JSON.stringify(given.codes),
    expiresAt: given.expiresAt.getTime(),
  });

export function close(db: Db, id: string, how: 'cancel' | 'expire' | 'exhaust', at: Date) {
  // A form that is closed needs to know nothing of the account any more.
  const code = how === 'exhaust' ? 'exhausted' : null;
  const closing = transition(db, how, { settled_at: at.getTime(), account: null, code }).where('id', '=', id);
  // A form may have been given back this moment, with a time of its own.
  return (how === 'expire' ? closing.where('expires_at', '<=', at.getTime()) : closing).executeTakeFirst();
}

const applying = prepared((db, row: { change: string; at: number; changedAt: number; code: string | null }) =>
  transition(db, 'apply', { settled_at: row.at, changed_at: row.changedAt, code: row.code }).where(
    'change_id',
    '=',
    row.change,
  ),
);
export function settle(db: Db, change: string, settlement: Settlement, at: Date) {
  if (settlement.kind !== 'apply')
    return transition(db, settlement.kind, settled(settlement, at))
      .where('change_id', '=', change)
      .executeTakeFirst();
  const changedAt = settlement.changedAt.getTime();
  const code = settlement.superseded ? 'superseded' : null;
  return applying.first(db, { change, at: at.getTime(), changedAt, code });
}

function settled(
  settlement: Exclude<Settlement, { kind: 'apply' }>,
  at: Date,
): UpdateObject<Tables, 'attempts'> {
  switch (settlement.kind) {
    case 'fail':
      return { settled_at: at.getTime(), code: settlement.code };
    case 'giveBack':
      return {
        round: sql<number>`round + 1`,
        refusals: JSON.stringify(settlement.codes),
        expires_at: settlement.expiresAt.getTime(),
      };
    default:
      return {};
  }
}
