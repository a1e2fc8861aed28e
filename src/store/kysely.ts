import type { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { runDirectly } from './prepared.ts';
import { keptStatements } from './statements.ts';
import type { Tables } from './tables.ts';

/** Kysely over `node:sqlite`. */
export function kyselyOver(database: DatabaseSync): Kysely<Tables> {
  const { prepare, inTransaction } = keptStatements(database);
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: { close: () => database.close(), prepare } }),
  });
  runDirectly(db, {
    inTransaction,
    run(text, parameters) {
      const statement = prepare(text);
      if (statement.reader) return { rows: statement.all(parameters) };
      return { rows: [], numAffectedRows: Number(statement.run(parameters).changes) };
    },
  });
  return db;
}
