import type { Compilable, CompiledQuery, DialectAdapter, Kysely } from 'kysely';
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
  const run = (db: Db, values: V): Promise<Ran<O>> | Ran<O> => {
    const { adapter } = db.getExecutor();
    let query = texts.get(adapter);
    if (!query) {
      query = build(db, places).compile();
      texts.set(adapter, query);
    }
    const given = values as Record<string, unknown>;
    const parameters = query.parameters.map((each) => (each instanceof Place ? given[each.name] : each));
    const file = files.get(adapter);
    // A transaction of somebody else's has the connection: Kysely waits for its end.
    if (file && (db.isTransaction || !file.inTransaction())) return file.run(query.sql, parameters) as Ran<O>;
    return db.executeQuery({ ...query, parameters });
  };
  return {
    rows: async (db, values) => (await run(db, values)).rows,
    first: async (db, values) => (await run(db, values)).rows[0],
    change: async (db, values) => Number((await run(db, values)).numAffectedRows ?? 0),
  };
}

interface Ran<O> {
  rows: O[];
  numAffectedRows?: bigint | number | undefined;
}

/** A file that is read and written in the calling thread: what is asked of it need not wait its turn. */
interface File {
  inTransaction(): boolean;
  run(text: string, parameters: readonly unknown[]): Ran<unknown>;
}

const files = new WeakMap<DialectAdapter, File>();

/** Has prepared queries of this database run past Kysely's waiting for a connection, of which there is one. */
export function runDirectly(db: Db, file: File): void {
  files.set(db.getExecutor().adapter, file);
}
