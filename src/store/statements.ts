import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteStatement } from 'kysely';
import { isUnsynced } from './unsynced.ts';

/** More than the store has queries: those with lists of any length must not fill the memory. */
const mostKept = 300;

/**
 * The statements of a database as Kysely wants them: its dialect was written for better-sqlite3, asks a statement whether
 * it reads, and hands the parameters over as an array. They are kept, because preparing one takes longer than running it.
 */
export function keptStatements(database: DatabaseSync): {
  prepare(text: string): SqliteStatement;
  /** True from the beginning of a transaction to its end. Of every Node that the bot runs on: older ones do not tell. */
  inTransaction(): boolean;
} {
  const kept = new Map<string, SqliteStatement>();
  const unsynced = unsyncedIn(database);
  let isOpen = false;
  const turning = (statement: SqliteStatement, opens: boolean): SqliteStatement => ({
    ...statement,
    run(parameters) {
      const done = statement.run(parameters);
      isOpen = opens;
      return done;
    },
  });
  const made = (text: string): SqliteStatement => {
    const statement = statementOf(database, text);
    if (text === 'begin') return turning(statement, true);
    if (text === 'commit' || text === 'rollback') return turning(statement, false);
    return isUnsynced(text) ? unsynced(statement) : statement;
  };
  return {
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = made(text);
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
      kept.set(text, statement);
      return statement;
    },
    inTransaction: () => isOpen,
  };
}

/**
 * Nothing comes between the three, and no transaction is open: one of its own is never unsynced. The settings are not
 * kept as statements, because SQLite makes them when they are prepared, not when they are run.
 */
function unsyncedIn(database: DatabaseSync): (statement: SqliteStatement) => SqliteStatement {
  const later =
    <V>(run: (parameters: readonly unknown[]) => V) =>
    (parameters: readonly unknown[]): V => {
      database.exec('PRAGMA synchronous = NORMAL');
      try {
        return run(parameters);
      } finally {
        database.exec('PRAGMA synchronous = FULL');
      }
    };
  return (statement) => ({ ...statement, all: later(statement.all), run: later(statement.run) });
}

/** Of every Node that the bot runs on: older ones cannot ask a statement. */
const returnsRows = /^\s*(?:select|with|pragma|explain|values)\b|\breturning\b/i;

function statementOf(database: DatabaseSync, text: string): SqliteStatement {
  const statement = database.prepare(text);
  const given = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: returnsRows.test(text),
    all: (parameters) => statement.all(...given(parameters)),
    iterate: (parameters) => statement.iterate(...given(parameters)) as IterableIterator<unknown>,
    run: (parameters) => {
      const { changes, lastInsertRowid } = statement.run(...given(parameters));
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
    },
  };
}
