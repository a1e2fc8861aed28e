import { type Kysely, sql } from 'kysely';
import type { Concern, DeskView, FoundPerson, TimelineEvent } from '../helpdesk/desk-view.ts';
import type { Person } from '../pin/attempt.ts';
import { addDeskEvent, cardOf, setCard } from './desk-events.ts';
import { putDueWork } from './due-work.ts';
import type { ConversationRow, Tables } from './tables.ts';

type Db = Kysely<Tables>;

const dayMs = 86_400_000;
/**
 * A change is settled within minutes, and a ticket delivered within one, unless something is wrong. Where nothing is, agents
 * read that it is ten minutes.
 */
const slowMs = 10 * 60_000;

export function deskView(db: Db): DeskView {
  return {
    byReference: (tenantId, reference) => byReference(db, tenantId, reference),
    byId: (person) => byId(db, person),
    byWords: (tenantId, words, most) => byWords(db, tenantId, words, most),
    timeline: (person, from, most) => timeline(db, person, from, most),
    concerns: (tenantId, now, from, most) => concerns(db, tenantId, { now, from, most }),
    record: (event, work = []) =>
      db.transaction().execute(async (tx) => {
        const isFirst = await addDeskEvent(tx, event);
        if (isFirst) await putDueWork(tx, work);
        return isFirst;
      }),
    offerCard: (key) => cardOf(db, key),
    setOfferCard: (key, cardId) => setCard(db, key, cardId),
  };
}

async function byReference(db: Db, tenantId: string, reference: string): Promise<FoundPerson | undefined> {
  for (const table of ['attempts', 'tickets'] as const) {
    const row = await db
      .selectFrom(table)
      .select('user_id')
      .where('reference', '=', reference)
      .where('tenant_id', '=', tenantId)
      .limit(1)
      .executeTakeFirst();
    if (row) return byId(db, { tenantId, userId: row.user_id });
  }
  return undefined;
}

/** Known by a chat, or by attempts alone where the chat is gone. */
async function byId(db: Db, person: Person): Promise<FoundPerson | undefined> {
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where('tenant_id', '=', person.tenantId)
    .where('user_id', '=', person.userId)
    .executeTakeFirst();
  if (row) return foundOf(row);
  const attempt = await db
    .selectFrom('attempts')
    .select('id')
    .where('tenant_id', '=', person.tenantId)
    .where('user_id', '=', person.userId)
    .limit(1)
    .executeTakeFirst();
  return attempt && { person, reachable: false };
}

async function byWords(
  db: Db,
  tenantId: string,
  words: readonly string[],
  most: number,
): Promise<FoundPerson[]> {
  let query = db.selectFrom('conversations').selectAll().where('tenant_id', '=', tenantId);
  for (const word of words) query = query.where(sql<boolean>`search like ${pattern(word)} escape '!'`);
  const rows = await query.orderBy('name').limit(most).execute();
  return rows.map(foundOf);
}

/** A word of somebody's own is looked for as it is, and is no pattern. */
const pattern = (word: string): string => `%${word.replace(/[!%_]/g, '!$&')}%`;

const foundOf = (row: ConversationRow): FoundPerson => ({
  person: { tenantId: row.tenant_id, userId: row.user_id },
  ...(row.name ? { name: row.name } : {}),
  ...(row.address ? { address: row.address } : {}),
  reachable: row.reference !== null,
});

async function timeline(db: Db, { tenantId, userId }: Person, from: number, most: number) {
  const ofAttempts = db
    .selectFrom('attempt_events')
    .innerJoin('attempts', 'attempts.id', 'attempt_events.attempt_id')
    .select(['attempt_events.at', 'attempt_events.event', 'attempts.reference', 'attempt_events.detail'])
    .select('attempt_events.id as id')
    .where('attempts.tenant_id', '=', tenantId)
    .where('attempts.user_id', '=', userId);
  const ofDesk = db
    .selectFrom('desk_events')
    .select(['at', 'event', 'reference', 'detail', 'id'])
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    // Who has looked is for the audit.
    .where('event', '<>', 'looked_up');
  const rows = await db
    .selectFrom(ofAttempts.unionAll(ofDesk as never).as('all'))
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id')
    .offset(from)
    .limit(most + 1)
    .execute();
  return { events: rows.slice(0, most).map(eventOf).sort(newestFirst), more: rows.length > most };
}

/** In one millisecond, what follows from another comes after it. */
const order = [
  'asked',
  'submitted',
  'refused',
  'unknown',
  'unsettled',
  'applied',
  'failed',
  'told',
  'reminded',
];
const newestFirst = (one: TimelineEvent, other: TimelineEvent): number =>
  other.at.getTime() - one.at.getTime() || order.indexOf(other.event) - order.indexOf(one.event);

function eventOf(row: {
  at: number;
  event: string;
  reference: string | null;
  detail: string;
}): TimelineEvent {
  const { code, codes, number } = JSON.parse(row.detail) as Record<string, unknown>;
  const told = [code, number, ...(Array.isArray(codes) ? codes : [])];
  return {
    at: new Date(Number(row.at)),
    event: row.event,
    codes: told.filter((each): each is string => typeof each === 'string'),
    ...(row.reference ? { reference: row.reference } : {}),
  };
}

async function concerns(
  db: Db,
  tenantId: string,
  { now, from, most: shown }: { now: Date; from: number; most: number },
) {
  const most = from + shown + 1;
  const attempts = await db
    .selectFrom('attempts')
    .select(['user_id', 'reference', 'state', 'submitted_at'])
    .where('tenant_id', '=', tenantId)
    // Whoever has a PIN of a later change needs nobody for the earlier one.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('attempts as later')
            .select('later.id')
            .whereRef('later.user_id', '=', 'attempts.user_id')
            .whereRef('later.tenant_id', '=', 'attempts.tenant_id')
            .whereRef('later.created_at', '>', 'attempts.created_at')
            .where('later.state', '=', 'applied'),
        ),
      ),
    )
    .where((row) =>
      row.or([
        row('state', '=', 'unsettled'),
        row.and([row('state', '=', 'unknown'), row('submitted_at', '<', now.getTime() - slowMs)]),
      ]),
    )
    .orderBy('submitted_at', 'desc')
    .limit(most)
    .execute();
  const found = [
    ...attempts.map((row) => ({ ...row, kind: row.state as 'unsettled' | 'unknown', at: row.submitted_at })),
    ...(await troubledTickets(db, tenantId, now, most)),
    ...(await reports(db, tenantId, now, most)),
  ];
  const newest = found.sort((one, other) => Number(other.at) - Number(one.at)).slice(from, most);
  const named = await Promise.all(
    newest.slice(0, shown).map(async ({ kind, at, reference, user_id: userId }) => {
      const person = { tenantId, userId };
      const who = (await byId(db, person)) ?? { person, reachable: false };
      return { kind, at: new Date(Number(at)), reference, who };
    }),
  );
  return { concerns: named satisfies Concern[], more: newest.length > shown };
}

async function troubledTickets(db: Db, tenantId: string, now: Date, most: number) {
  const rows = await db
    .selectFrom('tickets')
    .select(['user_id', 'reference', 'state', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where((row) =>
      row.or([
        row.and([row('state', '=', 'failed'), row('created_at', '>', now.getTime() - 7 * dayMs)]),
        row.and([row('state', '=', 'owed'), row('created_at', '<', now.getTime() - slowMs)]),
      ]),
    )
    .orderBy('created_at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    ...row,
    at: row.created_at,
    kind: row.state === 'failed' ? ('ticketFailed' as const) : ('ticketLate' as const),
  }));
}

async function reports(db: Db, tenantId: string, now: Date, most: number) {
  const rows = await db
    .selectFrom('attempt_events')
    .innerJoin('attempts', 'attempts.id', 'attempt_events.attempt_id')
    .select(['attempt_events.at', 'attempts.user_id', 'attempts.reference'])
    .where('attempts.tenant_id', '=', tenantId)
    .where('attempt_events.event', '=', 'not_me')
    .where('attempt_events.at', '>', now.getTime() - dayMs)
    .orderBy('attempt_events.at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...row, kind: 'notMe' as const }));
}
