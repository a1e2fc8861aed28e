import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { isLoopback } from '../settings-form.ts';
import { failureOf, toldFailure } from './connection-failure.ts';
import { nameOf } from './fault-name.ts';
import { type Finding, fine, unsure, wrong } from './finding.ts';
import { judgeMigrations } from './migrations.ts';

const about = 'store';

/** The database: reached, let in, a table made, written and read in a transaction that is rolled back. */
export async function lookAtPostgres(databaseUrl: string, withinMs: number): Promise<Finding[]> {
  const place = placeIn(databaseUrl);
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: withinMs,
    statement_timeout: withinMs,
    query_timeout: withinMs,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const version = await one(client, 'show server_version');
    const encrypted = await one(client, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    const wrongs = judgeMigrations(await migrationsOn(client));
    await probe(client);
    const kept = `PostgreSQL ${String(version).split(' ')[0]} at ${place.name}, a table made, written, read and rolled back; several replicas may share it`;
    return [
      ...wrongs,
      ...doubtsOf(encrypted === true, place),
      ...(wrongs.length > 0 ? [] : [fine(about, kept)]),
    ];
  } catch (error) {
    return [unusable(error, place)];
  } finally {
    client.end().catch(() => {});
  }
}

interface Place {
  /** Host, port and database: never the user or the password. */
  name: string;
  host: string;
  local: boolean;
}

function placeIn(databaseUrl: string): Place {
  const { hostname, port, pathname, searchParams } = new URL(databaseUrl);
  const host = hostname || searchParams.get('host') || 'localhost';
  const local = host.startsWith('/') || isLoopback(host);
  return { name: `${host}${port ? `:${port}` : ''}${pathname}`, host, local };
}

async function one(client: pg.Client, query: string): Promise<unknown> {
  const { rows } = await client.query({ text: query, rowMode: 'array' });
  return (rows as unknown[][])[0]?.[0];
}

async function migrationsOn(client: pg.Client): Promise<string[]> {
  if ((await one(client, "select to_regclass('kysely_migration')")) === null) return [];
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration');
  return rows.map(({ name }) => name);
}

async function probe(client: pg.Client): Promise<void> {
  const [table, word] = [`doctor_${randomUUID().replaceAll('-', '')}`, randomUUID()];
  await client.query('begin');
  try {
    await client.query(`create table ${table} (word text not null)`);
    await client.query(`insert into ${table} values ($1)`, [word]);
    if ((await one(client, `select word from ${table}`)) !== word)
      throw Object.assign(new Error('Another word was read'), { code: 'STORE_NOT_DURABLE' });
  } finally {
    await client.query('rollback').catch(() => {});
  }
}

function doubtsOf(encrypted: boolean, { host, local }: Place): Finding[] {
  if (encrypted || local) return [];
  return [
    unsure(
      about,
      `the connection to ${host} is not encrypted: names and phone numbers travel in the clear`,
      'Put ?sslmode=verify-full at the end of DATABASE_URL, and let the server speak TLS.',
    ),
  ];
}

/** By PostgreSQL's own codes (appendix A of its manual). */
const refusals: Record<string, [what: string, mend: string]> = {
  '28P01': [
    'the password is not taken',
    'Set the right one in DATABASE_URL, its special characters percent-encoded.',
  ],
  '28000': [
    'the server does not let this user in from here',
    'Allow it in pg_hba.conf, or ask for TLS by ?sslmode=verify-full.',
  ],
  '3D000': ['there is no such database', 'Make it, or name another in DATABASE_URL.'],
  '42501': [
    'the user may not make tables there',
    'Grant it: GRANT CREATE ON SCHEMA public TO the user of DATABASE_URL.',
  ],
  '53300': [
    'all its connections are taken',
    'Allow more (max_connections): each replica of the bot takes up to 10.',
  ],
  '57P03': ['the server is starting or stopping', 'Try again in a minute.'],
  '25006': ['it can only be read', 'Name the primary server in DATABASE_URL, and not a standby.'],
  '53100': ['its disk is full', 'Free some space there.'],
};

function unusable(error: unknown, { name, host }: Place): Finding {
  const code = nameOf(error);
  const [refused, how] = refusals[code] ?? [];
  if (refused && how) return wrong(about, `the database ${name} cannot be used: ${refused} (${code})`, how);
  // The driver gives its own time limit no code.
  const late = (error as Error).message === 'timeout expired';
  const failure = late ? { stage: 'tcp' as const, code: 'ETIMEDOUT' } : failureOf(error);
  if (failure.stage !== 'answer') {
    const { what, mend } = toldFailure(failure, host);
    return wrong(about, `the database cannot be reached: ${what}`, mend);
  }
  if (error instanceof Error && error.message.includes('does not support SSL')) {
    const mend = 'Switch TLS on there, or take sslmode out of DATABASE_URL.';
    return wrong(about, `the database ${name} cannot be used: the server does not speak TLS`, mend);
  }
  const mend = 'See that DATABASE_URL is right, and look into the log of the server.';
  return wrong(about, `the database ${name} cannot be used (${code})`, mend);
}
