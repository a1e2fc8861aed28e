import { type Kysely, sql } from 'kysely';
import type { Attempt, NewAttempt, Person, ResetLimit } from '../pin/attempt.ts';
import { openStates } from '../pin/life-cycle.ts';
import { attemptOf } from './attempt-rows.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;
type PersonRow = { tenant: string; user: string };

/** Written into the text: SQLite prepares a statement anew for each value that a limit is given. */
const one = sql.lit(1);

const attempts = (db: Db) => db.selectFrom('attempts').selectAll();
const attemptsOf = (db: Db, { tenant, user }: PersonRow) =>
  attempts(db).where('tenant_id', '=', tenant).where('user_id', '=', user);
const rowOf = ({ tenantId, userId }: Person): PersonRow => ({ tenant: tenantId, user: userId });

const byId = prepared((db, { id }: { id: string }) => attempts(db).where('id', '=', id));
const byAsking = prepared((db, { key }: { key: string }) => attempts(db).where('asked_by', '=', key));
const byChangeId = prepared((db, { id }: { id: string }) => attempts(db).where('change_id', '=', id));
const newestShown = prepared((db, person: PersonRow) =>
  attemptsOf(db, person).where('state', '=', 'shown').orderBy('created_at', 'desc').limit(one),
);
const newestOpen = prepared((db, person: PersonRow) =>
  attemptsOf(db, person).where('state', 'in', openStates).orderBy('created_at', 'desc').limit(one),
);
const newestApplied = prepared((db, person: PersonRow) =>
  attemptsOf(db, person).where('state', '=', 'applied').orderBy('changed_at', 'desc').limit(one),
);
const newestOfAll = prepared((db, person: PersonRow) =>
  attemptsOf(db, person).orderBy('created_at', 'desc').limit(one),
);

const found = async (row: Promise<Parameters<typeof attemptOf>[0] | undefined>) => {
  const given = await row;
  return given && attemptOf(given);
};
type Found = Promise<Attempt | undefined>;

export const find = (db: Db, id: string): Found => found(byId.first(db, { id }));
export const askedBy = (db: Db, key: string): Found => found(byAsking.first(db, { key }));
export const byChange = (db: Db, id: string): Found => found(byChangeId.first(db, { id }));
/** The person's form that waits for an answer. */
export const liveForm = (db: Db, who: Person): Found => found(newestShown.first(db, rowOf(who)));
/** The person's change that is under way. */
export const openChange = (db: Db, who: Person): Found => found(newestOpen.first(db, rowOf(who)));
export const lastApplied = (db: Db, who: Person): Found => found(newestApplied.first(db, rowOf(who)));
export const newest = (db: Db, who: Person): Found => found(newestOfAll.first(db, rowOf(who)));

export async function overdueForms(db: Db, now: Date, most: number): Promise<Attempt[]> {
  const rows = await attempts(db)
    .where('state', '=', 'shown')
    .where('expires_at', '<=', now.getTime())
    .orderBy('expires_at')
    .limit(most)
    .execute();
  return rows.map(attemptOf);
}

/** No more than the limit lets a person have, and so read without one. */
const counting = prepared((db, row: PersonRow & { since: number }) =>
  db
    .selectFrom('attempts')
    .select('submitted_at')
    .where('tenant_id', '=', row.tenant)
    .where('user_id', '=', row.user)
    .where('state', 'in', ['applied', 'unsettled'])
    .where('submitted_at', '>', row.since)
    .orderBy('submitted_at', 'desc'),
);

/** When the person may have a form again; undefined while the limit is not reached. */
export async function limitedUntil(
  db: Db,
  { person, createdAt }: NewAttempt,
  { most, perMs }: ResetLimit,
): Promise<Date | undefined> {
  const counted = await counting.rows(db, { ...rowOf(person), since: createdAt.getTime() - perMs });
  const first = counted[most - 1];
  return first && new Date(Number(first.submitted_at) + perMs);
}

type Counting = { since: number; most: number };
const submissions = (db: Db, { since, most }: Counting) =>
  db
    .selectFrom('attempts')
    .select('submitted_at')
    .where('submitted_at', '>', since)
    .where('state', 'in', ['submitted', 'unknown', 'unsettled', 'applied'])
    .limit(most);
const countOf = (db: Db, counted: ReturnType<typeof submissions>) =>
  db.selectFrom(counted.as('counted')).select(sql<number>`count(*)`.as('many'));
const submitted = prepared((db, row: Counting) => countOf(db, submissions(db, row)));
const submittedIn = prepared((db, row: Counting & { tenant: string }) =>
  countOf(db, submissions(db, row).where('tenant_id', '=', row.tenant)),
);

export async function submittedSince(db: Db, since: Date, most: number, tenant?: string): Promise<number> {
  const row = { since: since.getTime(), most };
  const counted = tenant === undefined ? submitted.first(db, row) : submittedIn.first(db, { ...row, tenant });
  return Number((await counted)?.many ?? 0);
}

const laterInCard = prepared((db, row: PersonRow & { card: string; since: number; id: string }) =>
  attemptsOf(db, row)
    .clearSelect()
    .select('id')
    .where('card_id', '=', row.card)
    .where('created_at', '>=', row.since)
    .where('id', '<>', row.id)
    .limit(one),
);

export async function isOverwritten(db: Db, { id, person, cardId, createdAt }: Attempt): Promise<boolean> {
  if (cardId === undefined) return false;
  const row = { ...rowOf(person), card: cardId, since: createdAt.getTime(), id };
  return (await laterInCard.first(db, row)) !== undefined;
}
