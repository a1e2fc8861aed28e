import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { askedStates } from '../pin/life-cycle.ts';
import type { Standing, StandingStore, WorkState } from '../watch/standing.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

const dayMs = 86_400_000;
/** More than this is not counted: a turn may be waiting for the same connection. */
const mostRows = 10_000;

/** One question after the other, so that turns come in between and one connection is enough. */
export const standingStore = (db: Db): StandingStore => ({
  standing: async (now) => ({
    attempts: await attempts(db, now),
    openChanges: await openChanges(db),
    dueWork: await dueWork(db, now),
    tickets: await tickets(db, now),
    oldestOwedAt: await oldestOwedAt(db),
  }),
});

async function attempts(db: Db, now: Date): Promise<Standing['attempts']> {
  const begun = db
    .selectFrom('attempts')
    .select('state')
    .where('created_at', '>', now.getTime() - dayMs)
    .orderBy('created_at', 'desc')
    .limit(mostRows);
  const rows = await db
    .selectFrom(begun.as('begun'))
    .select(['state', sql<number>`count(*)`.as('many')])
    .groupBy('state')
    .execute();
  return rows.map(({ state, many }) => ({ state: state as never, many: Number(many) }));
}

async function openChanges(db: Db): Promise<Standing['openChanges']> {
  const open = db
    .selectFrom('attempts')
    .select(['state', 'submitted_at as at'])
    .where('state', 'in', askedStates)
    .limit(mostRows);
  const rows = await db
    .selectFrom(open.as('open'))
    .select(['state', sql<number>`count(*)`.as('many'), sql<number>`min(at)`.as('oldest')])
    .groupBy('state')
    .execute();
  return rows.map(({ state, many, oldest }) => ({
    state: state as never,
    many: Number(many),
    oldestAt: new Date(Number(oldest)),
  }));
}

type Which = (row: ExpressionBuilder<Tables, 'due_work'>) => Expression<SqlBool>[];

/** In the order of the index of free work: parked, lease, time. */
async function dueWork(db: Db, now: Date): Promise<Standing['dueWork']> {
  const at = now.getTime();
  const states: [WorkState, Which][] = [
    ['due', (row) => [row('parked', 'is', null), row('lease_until', 'is', null), row('due_at', '<=', at)]],
    ['due', (row) => [row('parked', 'is', null), row('lease_until', '<=', at), row('due_at', '<=', at)]],
    ['held', (row) => [row('parked', 'is', null), row('lease_until', '>', at)]],
    ['blocked', (row) => [row('parked', '=', 'blocked')]],
    ['deadly', (row) => [row('parked', '=', 'deadly')]],
  ];
  const counted: Standing['dueWork'] = [];
  for (const [state, which] of states) {
    const some = db
      .selectFrom('due_work')
      .select(['kind', 'due_at as at'])
      .where((row) => row.and(which(row)))
      .orderBy('lease_until')
      .orderBy('due_at')
      .limit(mostRows);
    const rows = await db
      .selectFrom(some.as('some'))
      .select(['kind', sql<number>`count(*)`.as('many'), sql<number>`min(at)`.as('oldest')])
      .groupBy('kind')
      .execute();
    for (const { kind, many, oldest } of rows)
      counted.push({ kind, state, many: Number(many), oldestAt: new Date(Number(oldest)) });
  }
  return counted;
}

async function tickets(db: Db, now: Date): Promise<Standing['tickets']> {
  const rows = await db
    .selectFrom('tickets')
    .select(['state', sql<number>`count(*)`.as('many')])
    .where('state', 'in', ['owed', 'open', 'failed', 'handed'])
    .where('created_at', '>', now.getTime() - dayMs)
    .groupBy('state')
    .execute();
  return rows.map(({ state, many }) => ({ state: state as never, many: Number(many) }));
}

async function oldestOwedAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('tickets')
    .select('created_at as at')
    .where('state', '=', 'owed')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row && new Date(Number(row.at));
}
