import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { openStore } from '../../src/store/store.ts';

/**
 * A place for a store of one's own: a folder, or, where `DATABASE_URL` names a PostgreSQL server, a new database there.
 * So the same tests run on both engines.
 */
export async function ownPlace() {
  const dataDir = await mkdtemp(join(tmpdir(), 'pin-bot-'));
  const server = process.env.DATABASE_URL;
  const database = server === undefined ? undefined : await ownDatabase(server);
  return {
    dataDir,
    databaseUrl: database?.url,
    place: database ? { databaseUrl: database.url } : { dataDir },
    /** Takes the database away from everybody, or gives it back. PostgreSQL alone. */
    async databaseAccess(allowed: boolean) {
      if (!database) throw new Error('there is no server to take it away from');
      await database.access(allowed);
    },
    /** What the tables hold, read past the bot. */
    async rows<T>(query: string): Promise<T[]> {
      if (database) return (await onServer(database.url, (client) => client.query(query))).rows as T[];
      const file = new DatabaseSync(join(dataDir, 'pin-bot.sqlite'), { readOnly: true });
      const rows = file.prepare(query).all();
      file.close();
      return rows as T[];
    },
    async remove() {
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function ownStore() {
  const { place, rows, remove } = await ownPlace();
  const store = await openStore(place);
  return {
    store,
    rows,
    async close() {
      await store.close();
      await remove();
    },
  };
}

async function ownDatabase(server: string) {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, (client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    access: (allowed: boolean) =>
      onServer(server, async (client) => {
        await client.query(`alter database ${name} allow_connections ${allowed}`);
        if (!allowed)
          await client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
          );
      }),
    drop: () => onServer(server, (client) => client.query(`drop database ${name} with (force)`)),
  };
}

async function onServer<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
