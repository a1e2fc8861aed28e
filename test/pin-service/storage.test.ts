import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import {
  findChange,
  forgetOldChanges,
  settleApplied,
  takeChange,
  withdrawChange,
} from '../../src/pin-service/changes.ts';
import { openDatabase } from '../../src/pin-service/database.ts';
import { addAccount, latestHashes, setPin } from '../../src/pin-service/embedded/accounts.ts';
import { hashOfNone, hashPin, isHashOf } from '../../src/pin-service/embedded/pin-hash.ts';
import { schema } from '../../src/pin-service/embedded/schema.ts';
import { readSeed } from '../../src/pin-service/embedded/seed.ts';
import { startPinService } from './run-service.ts';
import { person, serviceWith, temporaryDir } from './seed-file.ts';

/** The PIN's bytes in the forms in which it could be written without meaning to. */
function traces(pin: string): Buffer[] {
  const base64 = ['', 'x', 'xx'].map((before) => {
    const text = Buffer.from(before + pin).toString('base64');
    // The characters that its neighbours have no part in.
    return text.slice(4, 12);
  });
  return [
    Buffer.from(pin),
    Buffer.from(pin, 'utf16le'),
    ...[Buffer.from(pin).toString('hex'), ...base64].map((text) => Buffer.from(text)),
  ];
}

test('a PIN is nowhere in the data folder or the output, neither while it waits nor after', async () => {
  const one = person();
  const service = await serviceWith([one], { PIN_SERVICE_DELAY: '50ms', PIN_SERVICE_ANSWER_AFTER: '0' });
  const pins = ['918273645091', '730192846510'];
  const expectNoTrace = () => {
    const files = readdirSync(service.dataDir).map((file) => readFileSync(join(service.dataDir, file)));
    const everything = Buffer.concat([...files, Buffer.from(service.logs())]);
    for (const trace of pins.flatMap(traces)) expect(everything.includes(trace)).toBe(false);
  };
  const keys = pins.map(() => randomUUID());
  for (const [index, pin] of pins.entries()) await service.ask.put(one.id, keys[index]!, pin);
  expectNoTrace();
  for (const key of keys) expect((await service.ask.settled(key)).body.status).toBe('applied');
  expectNoTrace();
  await service.stop();
  expectNoTrace();
});

test('the search finds a PIN that is there, in every form', () => {
  const pin = '918273645091';
  const base64 = Buffer.from(`{"pin":"${pin}"}`).toString('base64');
  const forms = [pin, Buffer.from(pin, 'utf16le'), Buffer.from(pin).toString('hex'), base64];
  for (const form of forms) {
    const written = Buffer.from(form as string);
    expect(traces(pin).some((trace) => written.includes(trace))).toBe(true);
  }
});

test('the same PIN of two people has two hashes, and neither is known without the pepper', async () => {
  const pepper = Buffer.from('a pepper for tests');
  const [one, two] = [await hashPin('73914', pepper), await hashPin('73914', pepper)];
  expect(one).not.toBe(two);
  expect(await isHashOf('73914', pepper, one)).toBe(true);
  expect(await isHashOf('73914', pepper, two)).toBe(true);
  expect(await isHashOf('73915', pepper, one)).toBe(false);
  expect(await isHashOf('73914', Buffer.from('another pepper'), one)).toBe(false);
});

test('a PIN that nobody knows is no PIN that somebody types', async () => {
  const pepper = Buffer.from('a pepper for tests');
  const [one, two] = [hashOfNone(), hashOfNone()];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^scrypt\$/);
  for (const pin of ['', '0000', '73914', '80264', '000000000000']) {
    expect(await isHashOf(pin, pepper, one)).toBe(false);
    expect(await isHashOf(pin, pepper, two)).toBe(false);
  }
});

test('two people who were given one PIN have different hashes on file', async () => {
  const people = [person({ initialPin: '80264' }), person()];
  const service = await serviceWith(people);
  await service.ask.put(people[1]!.id, randomUUID(), '80264');
  await service.stop();
  const sql = new DatabaseSync(join(service.dataDir, 'pin-service.db'), { readOnly: true });
  const hashes = sql
    .prepare('select hash from pin')
    .all()
    .map(({ hash }) => String(hash));
  sql.close();
  expect(hashes.every((hash) => hash.startsWith('scrypt$15$8$1$'))).toBe(true);
  expect(new Set(hashes).size).toBe(2);
});

test('only the account that runs it can read its files, and the pepper is made once', async () => {
  const { start, stop, dataDir } = await serviceWith([person()]);
  for (const file of readdirSync(dataDir)) {
    expect(statSync(join(dataDir, file)).mode & 0o077, file).toBe(0);
  }
  const pepper = readFileSync(join(dataDir, 'pepper'), 'utf8');
  expect(pepper).toMatch(/^[0-9a-f]{64}\n$/);
  await stop();
  await start();
  expect(readFileSync(join(dataDir, 'pepper'), 'utf8')).toBe(pepper);
});

test('the pepper of the settings is not written down, and another one is refused', async () => {
  const dataDir = temporaryDir();
  const pepper = 'nutmeg-and-mace-0123456789';
  const service = await startPinService({ dataDir, env: { PIN_SERVICE_PEPPER: pepper } });
  onTestFinished(() => service.kill());
  await service.stop();
  const files = readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file)));
  expect(Buffer.concat(files).includes(pepper)).toBe(false);
  expect(readdirSync(dataDir)).not.toContain('pepper');
  await expect(
    startPinService({ dataDir, env: { PIN_SERVICE_PEPPER: 'another-pepper-0123456789' } }),
  ).rejects.toThrow('the pepper is not the one');
});

test('a later start keeps the people as they are, and adds those whom the seed has more', async () => {
  const one = person({ initialPin: '80264', policy: { historyCount: 1 } });
  const service = await serviceWith([one]);
  const { body } = await service.ask.put(one.id, randomUUID(), '73914');
  await service.stop();
  const seedFile = join(service.dataDir, 'more.json');
  const another = person({ displayName: 'Another' });
  writeFileSync(seedFile, JSON.stringify([{ ...one, displayName: 'Changed' }, another]));
  const { ask } = await service.start({ PIN_SERVICE_SEED: seedFile });
  expect((await ask.account(one.id)).body).toMatchObject({
    displayName: 'Test Person',
    pinChangedAt: body.changedAt,
  });
  expect((await ask.account(another.id)).body.displayName).toBe('Another');
});

const dayMs = 86_400_000;

test('changes are kept for 30 days after they were settled, pending ones for ever', () => {
  const { sql, close } = openDatabase(temporaryDir());
  onTestFinished(close);
  const [settled, pending] = [randomUUID(), randomUUID()];
  withdrawChange(sql, settled, 1_000);
  takeChange(sql, pending, 'somebody', 1_000);
  forgetOldChanges(sql, 1_000 + 30 * dayMs);
  expect(findChange(sql, settled)).toBeDefined();
  forgetOldChanges(sql, 1_001 + 30 * dayMs);
  expect(findChange(sql, settled)).toBeUndefined();
  expect(findChange(sql, pending)?.status).toBe('pending');
});

test('a change that is not pending cannot be applied, and its PIN is not in force then', () => {
  const { sql, close } = openDatabase(temporaryDir());
  onTestFinished(close);
  const changeId = randomUUID();
  withdrawChange(sql, changeId, 0);
  expect(() => settleApplied(sql, changeId, 0)).toThrow('not pending');
  expect(findChange(sql, changeId)?.code).toBe('withdrawn');
});

test('no more hashes are kept than the history needs', () => {
  const { sql, close } = openDatabase(temporaryDir());
  onTestFinished(close);
  sql.exec(schema);
  const [one] = readSeed(undefined);
  addAccount(sql, one!);
  for (const hash of ['a', 'b', 'c', 'd']) setPin(sql, one!.id, hash, 0, 2);
  expect(latestHashes(sql, one!.id, 9)).toEqual(['d', 'c']);
  setPin(sql, one!.id, 'e', 0, 0);
  expect(latestHashes(sql, one!.id, 9)).toEqual(['e']);
});
