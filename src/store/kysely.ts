import type { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Kysely over `node:sqlite`. Kysely's dialect was written for better-sqlite3: it asks a statement whether it reads, and
 * hands the parameters over as an array.
 */
export function kyselyOver(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => database.close(),
        prepare(sql) {
          const statement = database.prepare(sql);
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...(parameters as string[])),
            iterate: (parameters) =>
              statement.iterate(...(parameters as string[])) as IterableIterator<unknown>,
            run: (parameters) => {
              const { changes, lastInsertRowid } = statement.run(...(parameters as string[]));
              return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
            },
          };
        },
      },
    }),
  });
}
