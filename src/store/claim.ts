import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { DueWork } from '../work/due-work.ts';
import type { Engine } from './engine.ts';
import type { DueWorkRow, Tables } from './tables.ts';

type Db = Kysely<Tables>;
type Due<O> = SelectQueryBuilder<Tables, 'due_work', O>;

/** Work is claimed so often after deaths of its holders; one that kills its process must not do so for ever. */
const mostDeaths = 3;
/** So long it is left alone at least, until a process that starts then tries it once more. */
const deadlyMs = 3_600_000;
/** For so long other processes leave work to the one whose turn it belongs to. */
const leftMs = 2_000;

interface Asked {
  owner: string;
  now: Date;
  forMs: number;
}

/** Takes the work that is longest due: first what a dead process held, then what nobody ever held. */
export async function claim(
  db: Db,
  engine: Engine,
  asked: Asked & { onDeadly: (work: { key: string; kind: string }) => void },
): Promise<DueWork | undefined> {
  const now = asked.now.getTime();
  if (await hasLapsed(db, now)) {
    (await parkDeadly(db, now)).forEach(asked.onDeadly);
    const left = await take(db, engine, asked, (due) => due.where('lease_until', '<=', now));
    if (left) return left;
  }
  return take(db, engine, asked, (due) =>
    due
      .where('lease_until', 'is', null)
      .where((row) =>
        row.or([
          row('left_to', 'is', null),
          row('left_to', '=', asked.owner),
          row('due_at', '<=', now - leftMs),
        ]),
      ),
  );
}

async function take(
  db: Db,
  engine: Engine,
  { owner, now, forMs }: Asked,
  which: (due: Due<{ key: string }>) => Due<{ key: string }>,
): Promise<DueWork | undefined> {
  const due = db
    .selectFrom('due_work')
    .select('key')
    .where('parked', 'is', null)
    .where('due_at', '<=', now.getTime());
  const row = await db
    .updateTable('due_work')
    .set({
      lease_owner: owner,
      lease_until: now.getTime() + forMs,
      tries: sql<number>`tries + 1`,
      // An owner still stands there, and had begun it: it has died, or lost its lease.
      deaths: sql<number>`deaths + case when lease_owner is null or tries = 0 then 0 else 1 end`,
    })
    .where('key', '=', engine.unclaimed(which(due).orderBy('due_at').orderBy('key').limit(1)))
    .returningAll()
    .executeTakeFirst();
  return row && workOf(row, owner);
}

async function hasLapsed(db: Db, now: number): Promise<boolean> {
  const lapsed = db.selectFrom('due_work').select('key').where('parked', 'is', null);
  return (await lapsed.where('lease_until', '<=', now).limit(1).executeTakeFirst()) !== undefined;
}

function parkDeadly(db: Db, now: number): Promise<{ key: string; kind: string }[]> {
  return db
    .updateTable('due_work')
    .set({ parked: 'deadly', due_at: now + deadlyMs })
    .where('parked', 'is', null)
    .where('lease_owner', 'is not', null)
    .where('lease_until', '<=', now)
    .where('deaths', '>=', mostDeaths - 1)
    .where('tries', '>', 0)
    .returning(['key', 'kind'])
    .execute();
}

/** When the next free or abandoned work can be claimed. Two questions, because each has an index of its own to go by. */
export async function nextAt(db: Db): Promise<Date | undefined> {
  const kept = db.selectFrom('due_work').where('parked', 'is', null);
  const free = await kept
    .where('lease_until', 'is', null)
    .select('due_at as at')
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  const leased = await kept
    .where('lease_until', 'is not', null)
    .select(sql<number | null>`min(case when lease_until > due_at then lease_until else due_at end)`.as('at'))
    .executeTakeFirst();
  const times = [free?.at, leased?.at].filter((at) => at != null).map(Number);
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}

function workOf(row: DueWorkRow, owner: string): DueWork {
  return {
    key: row.key,
    kind: row.kind,
    person: row.person,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    dueAt: new Date(Number(row.due_at)),
    tries: row.tries,
    claim: { owner, version: row.version },
  };
}
