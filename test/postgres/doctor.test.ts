import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { closedPort } from '../pin/stand-in-service.ts';
import { ownPlace } from '../store/own-store.ts';

let place: Awaited<ReturnType<typeof ownPlace>>;
beforeEach(async () => {
  place = await ownPlace();
});
afterEach(() => place.remove());

/** The store's lines for this database. */
async function diagnosed(databaseUrl: string) {
  const { code, about, out } = await runDoctor({ PORT: '0', DATABASE_URL: databaseUrl }, [], place.dataDir);
  return { code, lines: about('store'), out };
}
const tables = () =>
  place.rows<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );

async function onDatabase(...queries: string[]): Promise<void> {
  const client = new pg.Client(place.databaseUrl);
  await client.connect();
  for (const query of queries) await client.query(query);
  await client.end();
}

it('a database is written and read, and left as it was', async () => {
  const empty = await diagnosed(place.databaseUrl!);
  expect(empty.lines).toEqual([
    expect.stringMatching(
      /^fine {4}store: PostgreSQL \d+(\.\d+)? at \S+\/t_\w+, a table made, written, read and rolled back; several replicas may share it\.$/,
    ),
  ]);
  expect(await tables()).toEqual([]);
  await (await openStore({ databaseUrl: place.databaseUrl! })).close();
  const before = await tables();
  expect((await diagnosed(place.databaseUrl!)).lines.join()).toMatch(/^fine /);
  expect(await tables()).toEqual(before);
});

it('tables of a newer bot are wrong', async () => {
  await (await openStore({ databaseUrl: place.databaseUrl! })).close();
  await onDatabase("insert into kysely_migration values ('999_later', '2030-01-01')");
  const { code, lines } = await diagnosed(place.databaseUrl!);
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^WRONG {3}store: a newer version of the bot has been at work there/),
  ]);
});

it('a database that is not there, or nowhere, is told by its name without user and password', async () => {
  const password = randomUUID();
  const url = new URL(place.databaseUrl!);
  url.password = password;
  url.pathname = '/no_such_database';
  const missing = await diagnosed(url.href);
  expect(missing.lines.join()).toMatch(
    /^WRONG {3}store: the database \S+\/no_such_database cannot be used: there is no such database \(3D000\)\. Make it/,
  );
  const away = await diagnosed(`postgres://somebody:${password}@${await closedPort()}/pins`);
  expect(away.lines.join()).toMatch(
    /^WRONG {3}store: the database cannot be reached: .*\(TCP, ECONNREFUSED\)/,
  );
  const unknown = await diagnosed(`postgres://somebody:${password}@db.invalid/pins`);
  expect(unknown.lines.join()).toMatch(
    /^WRONG {3}store: the database cannot be reached: DNS does not know db\.invalid/,
  );
  for (const { out } of [missing, away, unknown]) expect(out).not.toMatch(new RegExp(`${password}|somebody`));
});

it('a server that speaks no TLS is told where TLS is asked for', async () => {
  const { lines } = await diagnosed(`${place.databaseUrl}?sslmode=verify-full`);
  expect(lines.join()).toMatch(
    /^WRONG .*cannot be used: the server does not speak TLS\. Switch TLS on there, or take sslmode/,
  );
});

it('a connection that is not encrypted is a doubt, where it leaves this machine', async () => {
  const url = new URL(place.databaseUrl!);
  // Leads to this machine, and is no name of it.
  url.hostname = '0.0.0.0';
  const { lines } = await diagnosed(url.href);
  expect(lines).toEqual([
    expect.stringMatching(
      /^unsure {2}store: the connection to 0\.0\.0\.0 is not encrypted: .* Put \?sslmode=verify-full/,
    ),
    expect.stringMatching(/^fine {4}store: PostgreSQL /),
  ]);
});

it('a user who may make no tables is told what to grant', async () => {
  const role = `r_${randomUUID().replaceAll('-', '')}`;
  await onDatabase('revoke create on schema public from public', `create role ${role} login password 'made'`);
  const url = new URL(place.databaseUrl!);
  url.username = role;
  url.password = 'made';
  const { lines } = await diagnosed(url.href);
  await onDatabase(`drop role ${role}`);
  expect(lines.join()).toMatch(
    /^WRONG .*the user may not make tables there \(42501\)\. Grant it: GRANT CREATE ON SCHEMA public/,
  );
});

it('a password that is not taken is told', async () => {
  const url = new URL(place.databaseUrl!);
  url.username = `r_${randomUUID()}`;
  const { lines } = await diagnosed(url.href);
  expect(lines.join()).toMatch(
    /^WRONG .*(the password is not taken \(28P01\)|the server does not let this user in from here \(28000\))/,
  );
});
