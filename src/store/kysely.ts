import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Tables } from './tables.ts';
import { isUnsynced } from './unsynced.ts';

/** More than the store has queries: those with lists of any length must not fill the memory. */
const mostKept = 300;

/**
 * Kysely over `node:sqlite`. Kysely's dialect was written for better-sqlite3: it asks a statement whether it reads, and
 * hands the parameters over as an array. Statements are kept, because preparing one takes longer than running it.
 */
export function kyselyOver(database: DatabaseSync): Kysely<Tables> {
  const kept = new Map<string, SqliteStatement>();
  const syncAtCommit = database.prepare('PRAGMA synchronous = FULL');
  const syncLater = database.prepare('PRAGMA synchronous = NORMAL');
  const unsynced =
    <V>(run: (parameters: readonly unknown[]) => V) =>
    (parameters: readonly unknown[]): V => {
      // Nothing comes in between, and no transaction is open.
      syncLater.run();
      try {
        return run(parameters);
      } finally {
        syncAtCommit.run();
      }
    };
  const prepare = (text: string): SqliteStatement => {
    const statement = statementOf(database, text);
    if (!isUnsynced(text)) return statement;
    return { ...statement, all: unsynced(statement.all), run: unsynced(statement.run) };
  };
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => database.close(),
        prepare(text) {
          const known = kept.get(text);
          if (known) return known;
          const statement = prepare(text);
          if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
          kept.set(text, statement);
          return statement;
        },
      },
    }),
  });
}

function statementOf(database: DatabaseSync, text: string): SqliteStatement {
  const statement = database.prepare(text);
  const given = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...given(parameters)),
    iterate: (parameters) => statement.iterate(...given(parameters)) as IterableIterator<unknown>,
    run: (parameters) => {
      const { changes, lastInsertRowid } = statement.run(...given(parameters));
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
    },
  };
}
