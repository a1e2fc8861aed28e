import type { Compilable, CompiledQuery, DialectAdapter, Kysely, QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** A query of which all but the values is known beforehand. */
export interface Prepared<V, O> {
  /** The rows that it returns. */
  rows(db: Db, values: V): Promise<O[]>;
  /** The first of them. */
  first(db: Db, values: V): Promise<O | undefined>;
  /** How many rows it changed. */
  change(db: Db, values: V): Promise<number>;
}

/** Stands in a query for a value that comes later. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Makes the text of a query once for each engine, where Kysely would build and write it anew at every call: that took
 * longer than running it. `build` is given a place for each value, to be used wherever the value would stand; it must
 * make the same query at every call.
 */
export function prepared<V extends object, O>(
  build: (db: Db, values: Required<V>) => Compilable<O>,
): Prepared<V, O> {
  const texts = new WeakMap<DialectAdapter, CompiledQuery<O>>();
  const places = new Proxy({}, { get: (_, name) => new Place(String(name)) }) as Required<V>;
  const run = (db: Db, values: V): Promise<QueryResult<O>> => {
    const { adapter } = db.getExecutor();
    let query = texts.get(adapter);
    if (!query) {
      query = build(db, places).compile();
      texts.set(adapter, query);
    }
    const given = values as Record<string, unknown>;
    const parameters = query.parameters.map((each) => (each instanceof Place ? given[each.name] : each));
    return db.executeQuery({ ...query, parameters });
  };
  return {
    rows: async (db, values) => (await run(db, values)).rows,
    first: async (db, values) => (await run(db, values)).rows[0],
    change: async (db, values) => Number((await run(db, values)).numAffectedRows ?? 0n),
  };
}
