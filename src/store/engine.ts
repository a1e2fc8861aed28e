import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { type Person, personKey } from '../pin/attempt.ts';
import type { Tables } from './tables.ts';

/** In what the engines differ; all queries but these are the same. */
export interface Engine {
  /** Holds a person's attempts until the transaction ends: of two replicas one comes second. */
  lockPerson(tx: Kysely<Tables>, person: Person): Promise<void>;
  /** Passes over rows that somebody else is claiming. */
  unclaimed<O>(due: SelectQueryBuilder<Tables, 'due_work', O>): SelectQueryBuilder<Tables, 'due_work', O>;
}

/** One process and one connection: transactions follow each other. */
export const sqlite: Engine = {
  lockPerson: async () => {},
  unclaimed: (due) => due,
};

export const postgres: Engine = {
  async lockPerson(tx, person) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${personKey(person)}, 0))`.execute(tx);
  },
  unclaimed: (due) => due.forUpdate().skipLocked(),
};
