import type { Kysely } from 'kysely';
import type { Attempt, NewAttempt, Person, ResetLimit } from '../pin/attempt.ts';
import { attemptOf } from './attempt-rows.ts';
import type { AttemptRow, Tables } from './tables.ts';

type Db = Kysely<Tables>;

export async function one(db: Db, match: Partial<AttemptRow>): Promise<Attempt | undefined> {
  let query = db.selectFrom('attempts').selectAll();
  for (const [column, value] of Object.entries(match))
    query = query.where(column as keyof AttemptRow, '=', value);
  const row = await query.executeTakeFirst();
  return row && attemptOf(row);
}

export async function lastApplied(db: Db, { tenantId, userId }: Person): Promise<Attempt | undefined> {
  const row = await db
    .selectFrom('attempts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('state', '=', 'applied')
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && attemptOf(row);
}

/** The person's newest attempt in one of these states. */
export async function inState(
  db: Db,
  person: Person,
  states: readonly string[],
): Promise<Attempt | undefined> {
  const row = await newestOf(db, person).where('state', 'in', states).executeTakeFirst();
  return row && attemptOf(row);
}

export async function newest(db: Db, person: Person): Promise<Attempt | undefined> {
  const row = await newestOf(db, person).executeTakeFirst();
  return row && attemptOf(row);
}

const newestOf = (db: Db, { tenantId, userId }: Person) =>
  db
    .selectFrom('attempts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .limit(1);

export async function overdueForms(db: Db, now: Date, most: number): Promise<Attempt[]> {
  const rows = await db
    .selectFrom('attempts')
    .selectAll()
    .where('state', '=', 'shown')
    .where('expires_at', '<=', now.getTime())
    .orderBy('expires_at')
    .limit(most)
    .execute();
  return rows.map(attemptOf);
}

/** When the person may have a form again; undefined while the limit is not reached. */
export async function limitedUntil(
  db: Db,
  { person, createdAt }: NewAttempt,
  { most, perMs }: ResetLimit,
): Promise<Date | undefined> {
  const counted = await db
    .selectFrom('attempts')
    .select('submitted_at')
    .where('tenant_id', '=', person.tenantId)
    .where('user_id', '=', person.userId)
    .where('state', 'in', ['applied', 'unsettled'])
    .where('submitted_at', '>', createdAt.getTime() - perMs)
    .orderBy('submitted_at', 'desc')
    .limit(most)
    .execute();
  const first = counted[most - 1];
  return first && new Date(Number(first.submitted_at) + perMs);
}

export async function submittedSince(db: Db, since: Date, most: number): Promise<number> {
  const rows = await db
    .selectFrom('attempts')
    .select('id')
    .where('submitted_at', '>', since.getTime())
    .where('state', 'in', ['submitted', 'unknown', 'unsettled', 'applied'])
    .limit(most)
    .execute();
  return rows.length;
}

export async function isOverwritten(db: Db, { id, person, cardId, createdAt }: Attempt): Promise<boolean> {
  if (cardId === undefined) return false;
  const later = await db
    .selectFrom('attempts')
    .select('id')
    .where('tenant_id', '=', person.tenantId)
    .where('user_id', '=', person.userId)
    .where('card_id', '=', cardId)
    .where('created_at', '>=', createdAt.getTime())
    .where('id', '<>', id)
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}
