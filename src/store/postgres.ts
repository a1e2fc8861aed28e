import type { Socket } from 'node:net';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

const int8 = 20;
/** Longer than any statement may take: a server that says nothing for so long is gone, and nothing else would tell. */
const silentMs = 15_000;

/**
 * Kysely over a pool of connections to PostgreSQL. One that breaks is replaced by the next query; `onFault` is told of
 * those that break while nobody uses them. Times are epoch milliseconds, which a number holds.
 */
export function kyselyOverPostgres(url: string, onFault: (error: unknown) => void): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    types: {
      getTypeParser: ((id: number, format?: 'text' | 'binary') =>
        id === int8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without listeners a connection that breaks would end the process: the pool's own listener is there for idle ones.
  pool.on('error', onFault);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    endWhereSilent(client);
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

function endWhereSilent(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.setTimeout(silentMs, () => {
    stream.destroy(Object.assign(new Error('The database says nothing'), { code: 'DATABASE_SILENT' }));
  });
}
