import type { Kysely } from 'kysely';
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
import { type TransitionName, transitions } from '../pin/life-cycle.ts';
import type { NewDueWork } from '../work/due-work.ts';
import { addEvent, noted, noteOnce } from './attempt-events.ts';
import {
  askedBy,
  byChange,
  find,
  isOverwritten,
  lastApplied,
  limitedUntil,
  liveForm,
  newest,
  openChange,
  overdueForms,
  submittedSince,
} from './attempt-queries.ts';
import { attemptColumns, attemptOf, rowOf } from './attempt-rows.ts';
import { close, refuse, replaceOlder, settle, submit } from './attempt-transitions.ts';
import { dropDueWork, putDueWork } from './due-work.ts';
import type { Engine } from './engine.ts';
import { prepared } from './prepared.ts';
import type { AttemptRow, Tables } from './tables.ts';
import { unsynced } from './unsynced.ts';

type Db = Kysely<Tables>;

/** Attempts and their events. Every change of state is one guarded update: whoever comes second changes nothing. */
export function attemptStore(db: Db, engine: Engine): AttemptStore {
  return {
    open: (attempt, limit, work) =>
      db.transaction().execute((tx) => open(tx, engine, { attempt, limit, work })),
    find: (id) => find(db, id),
    askedBy: (key) => askedBy(db, key),
    byChange: (changeId) => byChange(db, changeId),
    liveForm: (person) => liveForm(db, person),
    newest: (person) => newest(db, person),
    openChange: (person) => openChange(db, person),
    lastApplied: (person) => lastApplied(db, person),
    overdueForms: (now, most) => overdueForms(db, now, most),
    isOverwritten: (attempt) => isOverwritten(db, attempt),
    async setCard(id, cardId) {
      await cardSet.change(db, { id, cardId });
    },
    async learnAccount(id, account) {
      const known = JSON.stringify(account);
      await db.updateTable('attempts').set({ account: known }).where('id', '=', id).execute();
    },
    giveBack: (form, codes, times, work) =>
      db.transaction().execute((tx) => giveBack(tx, form, { codes, times, work })),
    accept: (form, changeId, at, work) =>
      db.transaction().execute((tx) => accept(tx, engine, form, { changeId, at, work })),
    settle: (changeId, settlement, at, effects) =>
      db.transaction().execute((tx) => settleChange(tx, changeId, settlement, { at, effects })),
    close: (id, how, at, work) =>
      db
        .transaction()
        .execute(async (tx) => recorded(tx, await close(tx, id, how, at), { how, at, work }))
        .then((closed) => closed !== undefined),
    note: (id, event, at, detail = {}) => addEvent(db, id, event, at, detail),
    noteOnce: (key, id, event, at, unsynced) => noteOnce(db, key, { attemptId: id, event, at, unsynced }),
    noted: (id, event) => noted(db, id, event),
    submittedSince: (since, most, tenantId) => submittedSince(db, since, most, tenantId),
  };
}

/** Where a power cut takes it, the form tells it once more when it is pressed. */
const cardSet = prepared((db, { id, cardId }: { id: string; cardId: string }) =>
  db.updateTable('attempts').set({ card_id: cardId }).where('id', '=', id).modifyEnd(unsynced),
);

const insertion = prepared((db, row: AttemptRow) =>
  db
    .insertInto('attempts')
    .values(
      Object.fromEntries(attemptColumns.map((column) => [column, row[column]])) as unknown as AttemptRow,
    )
    .onConflict((conflict) => conflict.column('asked_by').doNothing()),
);

async function open(
  tx: Db,
  engine: Engine,
  asked: { attempt: NewAttempt; limit: ResetLimit; work: (attempt: Attempt) => NewDueWork[] },
) {
  const { attempt, limit, work } = asked;
  await engine.lockPerson(tx, attempt.person);
  // A form that was shown when the person asked may have been accepted since.
  const underWay = attempt.code === undefined ? await openChange(tx, attempt.person) : undefined;
  if (underWay) return { kind: 'under_way' as const, attempt: underWay };
  const again = attempt.code === undefined ? await limitedUntil(tx, attempt, limit) : undefined;
  const row = rowOf(again ? { ...attempt, code: 'limit', expiresAt: again } : attempt);
  if ((await insertion.change(tx, row)) === 0) {
    const earlier = await askedBy(tx, row.asked_by);
    if (!earlier) throw new Error('An attempt is neither new nor there');
    return { kind: 'repeated' as const, attempt: earlier };
  }
  await addEvent(tx, row.id, row.state === 'shown' ? 'asked' : 'no_form', attempt.createdAt, {
    code: row.code,
  });
  const replaced = row.state === 'shown' ? await closeOlder(tx, attempt) : [];
  const opened = attemptOf(row);
  await putDueWork(tx, [opened, ...replaced].flatMap(work));
  return { kind: 'opened' as const, attempt: opened };
}

/** A person has one form: the newest. One whose card the new form takes over is not told of by itself. */
async function closeOlder(tx: Db, { id, person, reference, createdAt: at }: NewAttempt): Promise<Attempt[]> {
  const older = await replaceOlder(tx, { id, person, at });
  const { event, by } = transitions.replace;
  for (const each of older) await addEvent(tx, each.id, event, at, { by, newer: reference });
  return older.map(attemptOf);
}

async function accept(
  tx: Db,
  engine: Engine,
  form: Attempt,
  { changeId, at, work }: { changeId: string; at: Date; work: NewDueWork[] },
): ReturnType<AttemptStore['accept']> {
  const { id, round, person } = form;
  await engine.lockPerson(tx, person);
  if (await openChange(tx, person)) {
    const now = await find(tx, id);
    return { kind: now?.state === 'shown' && now.round === round ? 'busy' : 'late' };
  }
  const row = await submit(tx, changeId, { id, round, at });
  const attempt = await recorded(tx, row, { how: 'submit', at, detail: { changeId, round }, work });
  return attempt ? { kind: 'accepted', attempt } : { kind: 'late' };
}

async function giveBack(
  tx: Db,
  { id, round }: Attempt,
  { codes, times, work }: { codes: string[]; times: GivenBackAt; work: NewDueWork[] },
) {
  const row = await refuse(tx, { id, round }, { codes, expiresAt: times.expiresAt });
  return recorded(tx, row, { how: 'refuse', at: times.at, detail: { round, codes }, work });
}

async function settleChange(
  tx: Db,
  changeId: string,
  settlement: Settlement,
  { at, effects }: { at: Date; effects: SettleEffects },
): Promise<boolean> {
  const row = await settle(tx, changeId, settlement, at);
  if (!row) return false;
  const person = personKey(attemptOf(row).person);
  await dropDueWork(tx, { keys: effects.drop ?? [], person, kinds: effects.replaceKinds ?? [] });
  const { kind: how, ...detail } = settlement;
  await recorded(tx, row, { how, at, detail: { changeId, ...detail }, work: effects.work });
  return true;
}

/** A change of state with its event and what is due because of it. Undefined where there was none. */
async function recorded(
  tx: Db,
  row: AttemptRow | undefined,
  what: { how: TransitionName; at: Date; detail?: Record<string, unknown>; work: NewDueWork[] },
): Promise<Attempt | undefined> {
  if (!row) return undefined;
  const { event, by } = transitions[what.how];
  await addEvent(tx, row.id, event, what.at, { by, ...what.detail });
  await putDueWork(tx, what.work);
  return attemptOf(row);
}
