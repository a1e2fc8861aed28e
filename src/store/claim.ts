import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { DueWork } from '../work/due-work.ts';
import type { Engine } from './engine.ts';
import { prepared } from './prepared.ts';
import type { DueWorkRow, Tables } from './tables.ts';
import { unsynced } from './unsynced.ts';

type Db = Kysely<Tables>;

/** Work is claimed so often after deaths of its holders; one that kills its process must not do so for ever. */
const mostDeaths = 3;
/** So long it is left alone at least, until a process that starts then tries it once more. */
const deadlyMs = 3_600_000;
/** For so long other processes leave work to the one whose turn it belongs to. */
const leftMs = 2_000;

type Due = SelectQueryBuilder<Tables, 'due_work', { key: string }>;

/** Times in epoch milliseconds. */
interface Asked {
  owner: string;
  now: number;
  until: number;
  leftBefore: number;
}

/** Takes the work that is longest due: first what a dead process held, then what nobody ever held. */
export function claimer(db: Db, engine: Engine, onDeadly: (work: { key: string; kind: string }) => void) {
  const takeLapsed = taking(engine, (due, { now }) => due.where('lease_until', '<=', now));
  const takeFree = taking(engine, (due, { owner, leftBefore }) =>
    due
      .where('lease_until', 'is', null)
      .where((row) =>
        row.or([row('left_to', 'is', null), row('left_to', '=', owner), row('due_at', '<=', leftBefore)]),
      ),
  );
  return async (
    owner: string,
    { now, forMs }: { now: Date; forMs: number },
  ): Promise<DueWork | undefined> => {
    const at = now.getTime();
    const asked = { owner, now: at, until: at + forMs, leftBefore: at - leftMs };
    if (await lapsed.first(db, { now: at })) {
      (await parkDeadly(db, at)).forEach(onDeadly);
      const left = await takeLapsed.first(db, asked);
      if (left) return workOf(left, owner);
    }
    const row = await takeFree.first(db, asked);
    return row && workOf(row, owner);
  };
}

/** Nothing is lost where a power cut takes the lease: it takes the owner as well. */
const taking = (engine: Engine, which: (due: Due, asked: Asked) => Due) =>
  prepared((db, asked: Asked) => {
    const due = db
      .selectFrom('due_work')
      .select('key')
      .where('parked', 'is', null)
      .where('due_at', '<=', asked.now);
    const longest = which(due, asked).orderBy('due_at').orderBy('key').limit(sql.lit(1));
    return db
      .updateTable('due_work')
      .set({
        lease_owner: asked.owner,
        lease_until: asked.until,
        tries: sql<number>`tries + 1`,
        // An owner still stands there, and had begun it: it has died, or lost its lease.
        deaths: sql<number>`deaths + case when lease_owner is null or tries = 0 then 0 else 1 end`,
      })
      .where('key', '=', engine.unclaimed(longest))
      .returningAll()
      .modifyEnd(unsynced);
  });

const lapsed = prepared((db, { now }: { now: number }) =>
  db
    .selectFrom('due_work')
    .select('key')
    .where('parked', 'is', null)
    .where('lease_until', '<=', now)
    .limit(sql.lit(1)),
);

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

/** When the next free or abandoned work can be claimed. */
export async function nextAt(db: Db): Promise<Date | undefined> {
  const row = await next.first(db, {});
  const times = [row?.free, row?.leased].filter((at) => at != null).map(Number);
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}

/** Two questions in one, because each has an index of its own to go by. */
const next = prepared((db) => {
  const kept = db.selectFrom('due_work').where('parked', 'is', null);
  const free = kept.where('lease_until', 'is', null).select('due_at').orderBy('due_at').limit(sql.lit(1));
  const leased = kept
    .where('lease_until', 'is not', null)
    .select(
      sql<number | null>`min(case when lease_until > due_at then lease_until else due_at end)`.as('at'),
    );
  return db.selectNoFrom([free.as('free'), leased.as('leased')]);
});

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
