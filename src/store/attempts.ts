import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type UpdateObject } from 'kysely';
import {
  type Attempt,
  type AttemptStore,
  type GivenBackAt,
  type NewAttempt,
  personKey,
  type ResetLimit,
  type SettleEffects,
  type Settlement,
} from '../pin/attempt.ts';
import { openStates, type TransitionName, transitions } from '../pin/life-cycle.ts';
import type { NewDueWork } from '../work/due-work.ts';
import {
  inState,
  isOverwritten,
  lastApplied,
  limitedUntil,
  newest,
  one,
  overdueForms,
  submittedSince,
} from './attempt-queries.ts';
import { attemptOf, rowOf } from './attempt-rows.ts';
import { putDueWork } from './due-work.ts';
import type { Engine } from './engine.ts';
import type { AttemptRow, Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Attempts and their events. Every change of state is one guarded update: whoever comes second changes nothing. */
export function attemptStore(db: Db, engine: Engine): AttemptStore {
  return {
    open: (attempt, limit, work) =>
      db.transaction().execute((tx) => open(tx, engine, { attempt, limit, work })),
    find: (id) => one(db, { id }),
    askedBy: (key) => one(db, { asked_by: key }),
    byChange: (changeId) => one(db, { change_id: changeId }),
    liveForm: (person) => inState(db, person, ['shown']),
    newest: (person) => newest(db, person),
    openChange: (person) => inState(db, person, openStates),
    lastApplied: (person) => lastApplied(db, person),
    overdueForms: (now, most) => overdueForms(db, now, most),
    isOverwritten: (attempt) => isOverwritten(db, attempt),
    async setCard(id, cardId) {
      await db.updateTable('attempts').set({ card_id: cardId }).where('id', '=', id).execute();
    },
    async learnAccount(id, account) {
      const known = JSON.stringify(account);
      await db.updateTable('attempts').set({ account: known }).where('id', '=', id).execute();
    },
    giveBack: (id, round, codes, until, work) =>
      db.transaction().execute((tx) => giveBack(tx, id, round, codes, until, work)),
    accept: (id, round, changeId, at, work) =>
      db.transaction().execute((tx) => accept(tx, engine, { id, round, changeId, at, work })),
    settle: (changeId, settlement, at, effects) =>
      db.transaction().execute((tx) => settle(tx, changeId, settlement, at, effects)),
    close: (id, how, at, work) => db.transaction().execute((tx) => close(tx, id, how, at, work)),
    note: (id, event, at, detail = {}) => addEvent(db, id, event, at, detail),
    noteOnce: (key, id, event, at) => noteOnce(db, key, id, event, at),
    submittedSince: (since, most) => submittedSince(db, since, most),
  };
}

async function open(
  tx: Db,
  engine: Engine,
  asked: { attempt: NewAttempt; limit: ResetLimit; work: (attempt: Attempt) => NewDueWork[] },
) {
  const { attempt, limit, work } = asked;
  await engine.lockPerson(tx, attempt.person);
  // A form that was shown when the person asked may have been accepted since.
  const underWay = attempt.code === undefined ? await inState(tx, attempt.person, openStates) : undefined;
  if (underWay) return { kind: 'under_way' as const, attempt: underWay };
  const again = attempt.code === undefined ? await limitedUntil(tx, attempt, limit) : undefined;
  const row = rowOf(again ? { ...attempt, code: 'limit', expiresAt: again } : attempt);
  const inserted = await tx
    .insertInto('attempts')
    .values(row)
    .onConflict((conflict) => conflict.column('asked_by').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!inserted) {
    const earlier = await tx
      .selectFrom('attempts')
      .selectAll()
      .where('asked_by', '=', row.asked_by)
      .executeTakeFirstOrThrow();
    return { kind: 'repeated' as const, attempt: attemptOf(earlier) };
  }
  await addEvent(tx, row.id, row.state === 'shown' ? 'asked' : 'no_form', attempt.createdAt, {
    code: row.code,
  });
  const replaced = row.state === 'shown' ? await replaceOlder(tx, row) : [];
  await putDueWork(tx, [attemptOf(inserted), ...replaced].flatMap(work));
  return { kind: 'opened' as const, attempt: attemptOf(inserted) };
}

/** A person has one form: the newest. One whose card the new form takes over is not told of by itself. */
async function replaceOlder(tx: Db, row: AttemptRow): Promise<Attempt[]> {
  const older = await transition(tx, 'replace', { settled_at: row.created_at, account: null })
    .where('tenant_id', '=', row.tenant_id)
    .where('user_id', '=', row.user_id)
    .where('id', '<>', row.id)
    .returningAll()
    .execute();
  const { event, by } = transitions.replace;
  for (const each of older)
    await addEvent(tx, each.id, event, new Date(row.created_at), { by, newer: row.reference });
  return older.map(attemptOf);
}

async function accept(
  tx: Db,
  engine: Engine,
  asked: { id: string; round: number; changeId: string; at: Date; work: NewDueWork[] },
) {
  const { id, round, changeId, at, work } = asked;
  const person = (await one(tx, { id }))?.person;
  if (!person) return 'late';
  await engine.lockPerson(tx, person);
  const form = await tx.selectFrom('attempts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (await inState(tx, person, openStates)) {
    return form.state === 'shown' && form.round === round ? 'busy' : 'late';
  }
  const submitted = { change_id: changeId, submitted_at: at.getTime(), refusals: '[]' };
  const row = await transition(tx, 'submit', submitted)
    .where('id', '=', id)
    .where('round', '=', round)
    .where('expires_at', '>', at.getTime())
    .returningAll()
    .executeTakeFirst();
  const taken = await record(tx, row, { how: 'submit', at, detail: { changeId, round }, work });
  return taken ? 'accepted' : 'late';
}

async function giveBack(
  tx: Db,
  id: string,
  round: number,
  codes: string[],
  times: GivenBackAt,
  work: NewDueWork[],
) {
  const next = { round: round + 1, refusals: JSON.stringify(codes), expires_at: times.expiresAt.getTime() };
  const row = await transition(tx, 'refuse', next)
    .where('id', '=', id)
    .where('round', '=', round)
    .returningAll()
    .executeTakeFirst();
  return record(tx, row, { how: 'refuse', at: times.at, detail: { round, codes }, work });
}

async function close(tx: Db, id: string, how: 'cancel' | 'expire' | 'exhaust', at: Date, work: NewDueWork[]) {
  // A form that is closed needs to know nothing of the account any more.
  const code = how === 'exhaust' ? 'exhausted' : null;
  const closing = transition(tx, how, { settled_at: at.getTime(), account: null, code }).where('id', '=', id);
  // A form may have been given back this moment, with a time of its own.
  const row = await (how === 'expire' ? closing.where('expires_at', '<=', at.getTime()) : closing)
    .returningAll()
    .executeTakeFirst();
  return record(tx, row, { how, at, work });
}

async function settle(tx: Db, changeId: string, settlement: Settlement, at: Date, effects: SettleEffects) {
  const row = await transition(tx, settlement.kind, settled(settlement, at))
    .where('change_id', '=', changeId)
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  if (effects.drop?.length) await tx.deleteFrom('due_work').where('key', 'in', effects.drop).execute();
  if (effects.replaceKinds?.length) {
    const stale = tx.deleteFrom('due_work').where('person', '=', personKey(attemptOf(row).person));
    await stale.where('kind', 'in', effects.replaceKinds).execute();
  }
  const { kind: how, ...detail } = settlement;
  return record(tx, row, { how, at, detail: { changeId, ...detail }, work: effects.work });
}

/** The one way in which an attempt's state changes. */
function transition(tx: Db, name: TransitionName, set: UpdateObject<Tables, 'attempts'>) {
  const { from, to } = transitions[name];
  return tx
    .updateTable('attempts')
    .set({ ...set, state: to })
    .where('state', 'in', [...from]);
}

function settled(settlement: Settlement, at: Date): UpdateObject<Tables, 'attempts'> {
  const settledAt = at.getTime();
  switch (settlement.kind) {
    case 'apply':
      return {
        settled_at: settledAt,
        changed_at: settlement.changedAt.getTime(),
        code: settlement.superseded ? 'superseded' : null,
      };
    case 'fail':
      return { settled_at: settledAt, code: settlement.code };
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

async function record(
  tx: Db,
  row: AttemptRow | undefined,
  what: { how: TransitionName; at: Date; detail?: Record<string, unknown>; work: NewDueWork[] },
): Promise<boolean> {
  if (!row) return false;
  const { event, by } = transitions[what.how];
  await addEvent(tx, row.id, event, what.at, { by, ...what.detail });
  await putDueWork(tx, what.work);
  return true;
}

async function addEvent(
  db: Db,
  attemptId: string,
  event: string,
  at: Date,
  detail: Record<string, unknown>,
): Promise<void> {
  const row = { id: randomUUID(), attempt_id: attemptId, at: at.getTime(), event };
  await db
    .insertInto('attempt_events')
    .values({ ...row, detail: JSON.stringify(detail) })
    .execute();
}

async function noteOnce(db: Db, key: string, attemptId: string, event: string, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('attempt_events')
    .values({ id: key, attempt_id: attemptId, at: at.getTime(), event, detail: '{}' })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
