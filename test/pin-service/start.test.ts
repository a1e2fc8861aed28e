import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/pin-service/settings.ts';
import { contractFile } from './contract.ts';
import { failedStart } from './failed-start.ts';
import { runPinService, startPinService } from './run-service.ts';
import { person, temporaryDir } from './seed-file.ts';

const pool = { PIN_STORE: 'skype-for-business', SFB_POOL: 'pool.contoso.example', SFB_UNLOCK: 'never' };

test.each(['SIGTERM', 'SIGINT'] as const)(
  'it says one line when it listens, and ends with 0 on %s',
  async (signal) => {
    const { child, logs } = runPinService({ PIN_SERVICE_PORT: '0', PIN_SERVICE_DATA_DIR: temporaryDir() });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout!, 'data');
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(logs()).toMatch(/^PIN service listening on http:\/\/127\.0\.0\.1:\d+\n$/);
  },
);

test('it ends at once on a signal while a change runs and a client is connected', async () => {
  const service = await startPinService({ dataDir: temporaryDir(), env: { PIN_SERVICE_DELAY: '1h' } });
  onTestFinished(() => service.kill());
  const key = '5b1f3f0e-0f6d-4f0b-9d55-0c9d1c7a7d10';
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const put = fetch(`${service.url}/v1/users/robin.castellan@contoso.example/pin`, {
    method: 'PUT',
    headers,
    body: '{"pin":"73914"}',
  }).catch(() => 'gone');
  while ((await fetch(`${service.url}/v1/pin-changes/${key}`)).status === 404);
  expect(await service.stop()).toBe(0);
  expect(await put).toBe('gone');
});

test('a busy port is told in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const port = String((other.address() as { port: number }).port);
  expect(await failedStart({ PIN_SERVICE_PORT: port })).toEqual({
    code: 1,
    logs: `PIN service: 127.0.0.1:${port} is in use by another program: set PIN_SERVICE_PORT to a free port\n`,
  });
});

test('a data folder in use is told in one line, and the first service is not disturbed', async () => {
  const dataDir = temporaryDir();
  const service = await startPinService({ dataDir });
  onTestFinished(() => service.kill());
  const second = await failedStart({ PIN_SERVICE_PORT: '0', PIN_SERVICE_DATA_DIR: dataDir });
  expect(second).toEqual({
    code: 1,
    logs: `PIN service: ${dataDir} is in use by another PIN service: stop that one, or set PIN_SERVICE_DATA_DIR (with npm start DATA_DIR) to another folder\n`,
  });
  expect((await fetch(`${service.url}/v1/users/robin.castellan@contoso.example/pin`)).status).toBe(200);
});

test('a data folder that cannot be made is told in one line', async () => {
  const file = join(temporaryDir(), 'file');
  writeFileSync(file, '');
  const dataDir = join(file, 'data');
  const { code, logs } = await failedStart({ PIN_SERVICE_DATA_DIR: dataDir });
  expect([code, logs]).toEqual([1, `PIN service: ${dataDir} cannot be written\n`]);
});

test('every bad setting is named in one line, without its value', async () => {
  const { code, logs } = await failedStart({
    PIN_SERVICE_PORT: '70000',
    PIN_SERVICE_HOST: '0.0.0.0',
    PIN_SERVICE_PEPPER: 'short-secret',
    PIN_SERVICE_DELAY: '55',
    PIN_SERVICE_ANSWER_AFTER: '-1s',
    PIN_SERVICE_ACCOUNT_DELAY: '2d',
    PIN_SERVICE_UNIQUE_PINS: 'perhaps',
  });
  expect(code).toBe(1);
  expect(logs.match(/PIN_SERVICE_[A-Z_]+/g)?.sort()).toEqual([
    'PIN_SERVICE_ACCOUNT_DELAY',
    'PIN_SERVICE_ANSWER_AFTER',
    'PIN_SERVICE_DELAY',
    'PIN_SERVICE_HOST',
    'PIN_SERVICE_PEPPER',
    'PIN_SERVICE_PORT',
    'PIN_SERVICE_TOKEN_ISSUER',
    'PIN_SERVICE_UNIQUE_PINS',
  ]);
  expect(logs).toContain('without PIN_SERVICE_TOKEN_ISSUER no token is checked');
  expect(logs).not.toContain('short-secret');
  expect(logs.trimEnd().split('\n')).toHaveLength(1);
});

test('without any setting it is for this machine alone, at its own port, and as fast as it can', () => {
  expect(readSettings({ PIN_SERVICE_PEPPER: '' })).toEqual({
    port: 3979,
    host: '127.0.0.1',
    dataDir: './data/pin-service',
    pepper: undefined,
    seedFile: undefined,
    changeDelayMs: 0,
    answerAfterMs: undefined,
    accountDelayMs: 0,
    uniquePins: false,
    tokens: undefined,
    tls: undefined,
    limits: {
      user: { most: 60, perMs: 60_000 },
      refusals: { most: 60, perMs: 3_600_000 },
      total: { most: 3_000, perMs: 60_000 },
    },
    refusedLimit: { most: 60, perMs: 60_000 },
  });
});

test('delays are durations', () => {
  const read = readSettings({
    PIN_SERVICE_DELAY: '55s',
    PIN_SERVICE_ANSWER_AFTER: '1.5s',
    PIN_SERVICE_ACCOUNT_DELAY: '2m',
  });
  expect([read.changeDelayMs, read.answerAfterMs, read.accountDelayMs]).toEqual([55_000, 1_500, 120_000]);
});

const badSeeds: [what: string, seed: string, told: string][] = [
  ['no JSON', '[{"initialPin":"918273645091"', 'is not JSON'],
  ['an initial PIN of letters', JSON.stringify([person({ initialPin: '91827364x' })]), '0.initialPin'],
  ['no id', JSON.stringify([{ ...person(), id: undefined }]), '0.id'],
  ['a member too many', JSON.stringify([{ ...person(), pin: '918273645091' }]), 'the seed'],
  [
    'two people of one id',
    JSON.stringify(
      [person(), person()].map((each) => ({ ...each, id: 'e5b90f1d-38c6-4720-8f9b-7d14ea630208' })),
    ),
    '1 has the id or name',
  ],
  [
    'lengths the wrong way round',
    JSON.stringify([person({ policy: { minLength: 9, maxLength: 8 } })]),
    '0.policy',
  ],
];

test.each(badSeeds)('a seed with %s is told in one line that quotes no PIN', async (_what, seed, told) => {
  const file = join(temporaryDir(), 'seed.json');
  writeFileSync(file, seed);
  const { code, logs } = await failedStart({ PIN_SERVICE_SEED: file, PIN_SERVICE_PORT: '0' });
  expect(code).toBe(1);
  expect(logs).toContain(told);
  expect(logs).not.toContain('91827364');
  expect(logs.trimEnd().split('\n')).toHaveLength(1);
});

const shared = new URL('../../../shared/pin-service.openapi.yaml', import.meta.url);

test.runIf(existsSync(shared))('the contract in docs/ is the one that was agreed, byte for byte', () => {
  expect(readFileSync(contractFile).equals(readFileSync(shared))).toBe(true);
});

test.each([
  [{ PIN_STORE: 'other' }, 'PIN_STORE should be embedded or skype-for-business'],
  [{ PIN_STORE: 'skype-for-business', SFB_UNLOCK: 'yes' }, 'SFB_POOL is required'],
  [{ PIN_STORE: 'skype-for-business', SFB_POOL: 'pool.contoso.example' }, 'SFB_UNLOCK is required'],
  [{ ...pool, SFB_POOL: 'https://pool.contoso.example/' }, 'SFB_POOL should be the full name of the pool'],
  [{ ...pool, SFB_POOL: '-Command' }, 'SFB_POOL should be the full name of the pool'],
  [{ ...pool, SFB_UNLOCK: 'maybe' }, 'SFB_UNLOCK should be yes or never'],
  [{ ...pool, SFB_HOSTS: '0' }, 'SFB_HOSTS should be a whole number from 1 to 8'],
  [{ ...pool, SFB_HOSTS: '9' }, 'SFB_HOSTS should be a whole number from 1 to 8'],
  [{ ...pool, SFB_QUEUE: '1.5' }, 'SFB_QUEUE should be a whole number from 1 to 1000'],
  [{ ...pool, SFB_SITE: '*' }, 'SFB_SITE should be the name of a site'],
  [{ ...pool, SFB_SESSION_IDLE: '59s' }, 'SFB_SESSION_IDLE should be at least 60s'],
  [{ ...pool, SFB_HOST_LIFETIME: '25h' }, 'SFB_HOST_LIFETIME should be 24h at most'],
  [{ ...pool, PIN_SERVICE_SEED: 'people.json' }, 'PIN_SERVICE_SEED is of the embedded store alone'],
  [{ ...pool, PIN_SERVICE_UNIQUE_PINS: 'true' }, 'PIN_SERVICE_UNIQUE_PINS is of the embedded store alone'],
  [{ SFB_POOL: 'pool.contoso.example' }, 'PIN_STORE should be skype-for-business beside SFB_POOL'],
  [{ ...pool, SFB_POL: 'x' }, 'SFB_POL is no setting'],
])('a store that is set wrongly stops the start: %j', (env, fault) => {
  expect(() => readSettings(env)).toThrow(fault);
});

test('a pool is set up by its name and whether locks are lifted', () => {
  expect(readSettings(pool).pool).toEqual({
    pool: 'pool.contoso.example',
    powershell: process.platform === 'win32' ? 'powershell.exe' : 'pwsh',
    hosts: 2,
    hostLifetimeMs: 3_600_000,
    unlock: false,
    callTimeoutMs: 90_000,
    sessionIdleMs: 300_000,
    queue: 50,
    site: undefined,
  });
});
