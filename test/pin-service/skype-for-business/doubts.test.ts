import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { programEnv, programFile } from '../../programs.ts';
import { failedStart } from '../failed-start.ts';
import { person, serviceWith } from '../seed-file.ts';
import { poolWith } from '../stores.ts';

const entry = programFile('pin-service/main');

/** Not in one go: the pool lives in this process. */
function command(dataDir: string, ...args: string[]) {
  const env = { ...programEnv, PIN_SERVICE_PORT: '0', PIN_SERVICE_DATA_DIR: dataDir };
  return new Promise<{ status: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [entry, ...args], { env }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** A change of which the pool's times do not tell what became. */
async function inDoubt() {
  const one = person({ initialPin: '80264' });
  const service = await poolWith([one], { SFB_SESSION_IDLE: '1s', SFB_CALL_TIMEOUT: '3s' });
  const { ask, pool } = service;
  pool.weather.push({ do: 'set', kind: 'dies', when: 'before' });
  pool.weather.push({ do: 'info', kind: 'delay', ms: 10 });
  const key = randomUUID();
  expect((await ask.put(one.userPrincipalName, key, '73914')).status).toBe(202);
  // Somebody else has set it long ago, by a clock that is not this one's.
  pool.person(one.userPrincipalName).lastPinChangeTime = '2001-01-01T00:00:00.0000000Z';
  while (!(await command(service.dataDir, 'doubts')).stdout.includes('after: 2001'));
  return { ...service, one, key };
}

test('a change in doubt stays pending, is listed, and holds up nobody', async () => {
  const { ask, one, key, dataDir, logs } = await inDoubt();
  expect((await ask.change(key)).body.status).toBe('pending');
  const { status, stdout } = await command(dataDir, 'doubts');
  expect(status).toBe(0);
  expect(stdout).toContain(one.userPrincipalName);
  expect(stdout).toContain('after: 2001-01-01');
  expect(stdout).toContain('at a time that is not that of this change');
  expect(stdout).not.toContain('73914');
  expect(logs()).toContain('"outcome":"doubt"');
  expect((await ask.put(one.userPrincipalName, randomUUID(), '26059')).status).toBe(200);
});

test.each(['applied', 'failed'] as const)(
  'an operator settles it beside the running service: %s',
  async (outcome) => {
    const { ask, key, dataDir } = await inDoubt();
    expect(await command(dataDir, 'settle', key.toUpperCase(), outcome)).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { body } = await ask.change(key);
    expect(body.code ?? body.status).toBe(outcome);
    expect((await command(dataDir, 'doubts')).stdout).toMatch(
      /^Nothing is in doubt in \/.*pin-service\.db\.\n$/,
    );
    expect((await command(dataDir, 'settle', key, 'applied')).status).toBe(1);
    const again = await ask.change(key);
    expect(again.body).toEqual(body);
  },
);

test('it stays in doubt over a restart', async () => {
  const service = await inDoubt();
  await service.kill();
  const { ask } = await service.start();
  expect((await ask.change(service.key)).body.status).toBe('pending');
  expect((await command(service.dataDir, 'doubts')).stdout).toContain(service.key);
});

test('what is asked for wrongly changes nothing and says how it is asked', async () => {
  const { ask, one, dataDir } = { ...(await poolWith([person()])), one: randomUUID() };
  for (const args of [['doubt'], ['doubts', 'x'], ['settle'], ['settle', one], ['settle', one, 'maybe']]) {
    const { status, stderr } = await command(dataDir, ...args);
    expect([status, stderr.startsWith('usage: ')]).toEqual([2, true]);
  }
  expect((await command(dataDir, 'settle', one, 'applied')).status).toBe(1);
  expect((await ask.change(one)).status).toBe(404);
  expect(await command('/nowhere', 'doubts')).toMatchObject({ status: 1, stdout: '' });
});

test('what is under way is listed too, as that, and cannot be settled', async () => {
  const one = person();
  const service = await poolWith([one], { PIN_SERVICE_ANSWER_AFTER: '0', SFB_SESSION_IDLE: '1h' });
  const { ask, pool, dataDir } = service;
  const held = pool.hold('set');
  const key = randomUUID();
  await ask.put(one.userPrincipalName, key, '73914');
  await held.reached;
  const listed = (await command(dataDir, 'doubts')).stdout;
  expect(listed).toContain(key);
  expect(listed).toContain('sent to the pool, no answer yet');
  expect(listed).toContain('after: not read yet');
  const refused = await command(dataDir, 'settle', key, 'failed');
  expect([refused.status, refused.stderr.startsWith('It is not in doubt yet: sent to the pool')]).toEqual([
    1,
    true,
  ]);
  await service.kill();
  expect((await command(dataDir, 'doubts')).stdout).toContain(key);
  await service.start();
  while (!(await command(dataDir, 'doubts')).stdout.includes('asks the pool from 20'));
  expect((await command(dataDir, 'settle', key, 'failed')).stderr).toContain('being found out');
  expect((await ask.change(key).catch(() => undefined))?.body.status ?? 'pending').toBe('pending');
});

test('a folder of the embedded store has no journal, and nobody is told that nothing is in doubt', async () => {
  const { dataDir } = await serviceWith([person()]);
  const { status, stdout, stderr } = await command(dataDir, 'doubts');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('is not of PIN_STORE=skype-for-business');
});

test('settings that are wrong are told in one line', async () => {
  const env = { PATH: process.env.PATH ?? '', PIN_STORE: 'other' };
  const { stderr } = await new Promise<{ stderr: string }>((resolve) =>
    execFile(process.execPath, [entry, 'doubts'], { env }, (_error, _out, text) => resolve({ stderr: text })),
  );
  expect(stderr).toContain('PIN_STORE should be embedded or skype-for-business');
});

test('a folder that holds accounts of the embedded store is not a pool’s, though nothing was ever changed in it', async () => {
  const { dataDir, stop } = await serviceWith([person()]);
  await stop();
  const file = new DatabaseSync(join(dataDir, 'pin-service.db'));
  file.exec('delete from store_check');
  file.close();
  const env = { PIN_SERVICE_DATA_DIR: dataDir, PIN_SERVICE_PORT: '0', PIN_STORE: 'skype-for-business' };
  const { code, logs } = await failedStart({ ...env, SFB_POOL: 'pool.contoso.example', SFB_UNLOCK: 'yes' });
  expect([code, logs.includes('is of PIN_STORE=embedded')]).toEqual([1, true]);
});

test('a folder of one store is not the other’s', async () => {
  const service = await poolWith([person()]);
  await service.stop();
  const { status, stderr } = await command(service.dataDir);
  expect(status).toBe(1);
  expect(stderr).toContain('is of PIN_STORE=skype-for-business');
});
