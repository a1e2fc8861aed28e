import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { kyselyOver } from '../../src/store/kysely.ts';
import { migrate } from '../../src/store/migrations.ts';
import { prepared } from '../../src/store/prepared.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { unsynced } from '../../src/store/unsynced.ts';

let folder: string;
let database: ReturnType<typeof openSqlite>;
let db: ReturnType<typeof kyselyOver>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pin-store-'));
  database = openSqlite(join(folder, 'store.sqlite'));
  db = kyselyOver(database);
  await migrate(db);
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

type Row = { key: string; value: string };
let built = 0;
const put = prepared((on, { key, value }: Row) => {
  built += 1;
  return on
    .insertInto('dialog_state')
    .values({ key, value, updated_at: 1 })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }));
});
const read = prepared((on, { key }: { key: string }) =>
  on.selectFrom('dialog_state').select(['key', 'value']).where('key', '=', key),
);

it('a query is made once, and takes each value wherever it stands', async () => {
  built = 0;
  expect(await put.change(db, { key: 'a', value: 'one' })).toBe(1);
  expect(await put.change(db, { key: 'a', value: 'two' })).toBe(1);
  expect(await put.change(db, { key: 'b', value: 'three' })).toBe(1);
  expect(built).toBe(1);
  expect(await read.first(db, { key: 'a' })).toEqual({ key: 'a', value: 'two' });
  expect(await read.rows(db, { key: 'c' })).toEqual([]);
});

it('a query belongs to the transaction that it is run in', async () => {
  const undone = db.transaction().execute(async (tx) => {
    await put.change(tx, { key: 'a', value: 'one' });
    expect(await read.first(tx, { key: 'a' })).toEqual({ key: 'a', value: 'one' });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await read.first(db, { key: 'a' })).toBeUndefined();
});

it('a store that is opened later has queries of its own', async () => {
  await put.change(db, { key: 'a', value: 'one' });
  const other = kyselyOver(openSqlite(join(folder, 'other.sqlite')));
  await migrate(other);
  expect(await read.first(other, { key: 'a' })).toBeUndefined();
  await put.change(other, { key: 'a', value: 'theirs' });
  expect(await read.first(db, { key: 'a' })).toEqual({ key: 'a', value: 'one' });
  await other.destroy();
});

/** How a commit waits for the disk: 1 not at all, 2 always. */
const synchronous = () => database.prepare('PRAGMA synchronous').get()?.synchronous;

it('what need not outlive a power cut is written without waiting, and nothing after it', async () => {
  const seen: unknown[] = [];
  database.function('sync_now', () => {
    seen.push(synchronous());
    return 1;
  });
  const light = prepared((on, { key }: { key: string }) =>
    on
      .insertInto('dialog_state')
      .values({ key, value: 'light', updated_at: sql<number>`sync_now()` })
      .modifyEnd(unsynced),
  );
  await light.change(db, { key: 'a' });
  expect(seen).toEqual([1]);
  expect(synchronous()).toBe(2);
  // A key that is there already.
  await expect(light.change(db, { key: 'a' })).rejects.toThrow('UNIQUE');
  expect(synchronous()).toBe(2);
  expect(await read.first(db, { key: 'a' })).toEqual({ key: 'a', value: 'light' });
});

it('a store that is opened again waits for the disk from the first writing on', async () => {
  const file = join(folder, 'again.sqlite');
  const first = kyselyOver(openSqlite(file));
  await migrate(first);
  await first.destroy();
  const again = openSqlite(file);
  const opened = kyselyOver(again);
  const level = () => again.prepare('PRAGMA synchronous').get()?.synchronous;
  expect(level()).toBe(2);
  await migrate(opened);
  expect(level()).toBe(2);
  const light = prepared((on, { key }: { key: string }) =>
    on.insertInto('dialog_state').values({ key, value: 'light', updated_at: 1 }).modifyEnd(unsynced),
  );
  for (const key of ['a', 'b', 'c']) {
    await light.change(opened, { key });
    expect(level()).toBe(2);
  }
  await opened.destroy();
});

it('as many different queries as there are may be run, and one is the same after a slow reading of it', async () => {
  for (let nth = 0; nth < 400; nth += 1)
    expect((await sql<{ nth: number }>`select ${sql.lit(nth)} as nth`.execute(db)).rows).toEqual([{ nth }]);
  for (const key of ['a', 'b', 'c']) await put.change(db, { key, value: key });
  const all = () => db.selectFrom('dialog_state').select('key').orderBy('key');
  for await (const { key } of all().stream(1)) {
    expect(key).toBe('a');
    break;
  }
  expect((await all().execute()).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});
