import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

const int8 = 20;

/**
 * Kysely over a pool of connections to PostgreSQL. One that breaks is replaced by the next query; `onFault` is told of
 * those that break while nobody uses them. Times are epoch milliseconds, which a number holds.
 */
export function kyselyOverPostgres(url: string, onFault: (error: unknown) => void): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    types: {
      getTypeParser: ((id: number, format?: 'text' | 'binary') =>
        id === int8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener it would end the process.
  pool.on('error', onFault);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
