import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { issuerKeys } from '../../src/pin-service/issuer-keys.ts';
import { startIssuer } from '../pin-service/issuer.ts';
import { person, serviceWith } from '../pin-service/seed-file.ts';

async function issuerOfTest() {
  const issuer = await startIssuer();
  onTestFinished(() => void issuer.stop());
  return issuer;
}

async function serviceOf(issuer: { env: Record<string, string> }, env: Record<string, string> = {}) {
  const one = person();
  const service = await serviceWith([one], { ...issuer.env, ...env });
  const status = async (token: string) => (await service.as(`Bearer ${token}`).account(one.id)).status;
  return { ...service, status, one };
}

test('while the issuer is away the keys in hand stay good, and forgers do not make it ask again', async () => {
  const issuer = await issuerOfTest();
  const { status, as, one } = await serviceOf(issuer);
  expect(await status(await issuer.token())).toBe(200);
  issuer.become('away');
  const forged = await Promise.all(
    Array.from({ length: 10 }, () => issuer.token({ header: { kid: randomUUID() } })),
  );
  expect(await Promise.all(forged.map(status))).toEqual(Array(10).fill(401));
  expect(await status(forged[0]!)).toBe(401);
  const ask = as(`Bearer ${await issuer.token()}`);
  expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(200);
});

test('an issuer that is away from the start lets nobody in until it is there', async () => {
  const issuer = await issuerOfTest();
  issuer.become('away');
  const { status, as, one, logs } = await serviceOf(issuer);
  const token = await issuer.token();
  const key = randomUUID();
  const refused = await as(`Bearer ${token}`).put(one.id, key, '73914');
  expect([refused.status, refused.body.code]).toEqual([401, 'unauthorized']);
  expect(await Promise.all(Array.from({ length: 70 }, () => status(token)))).toEqual(Array(70).fill(401));
  const faults = logs().trim().split('\n').slice(1);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.filter((line) => !line.includes('"code":"ISSUER_AWAY"'))).toEqual([]);
  issuer.become('there');
  while ((await status(token)) !== 200) await pause(50);
  expect((await as(`Bearer ${token}`).change(key)).body.code).toBe('change_not_found');
});

test('a new key of the issuer needs no restart, and the old one ends', async () => {
  const issuer = await issuerOfTest();
  const { status } = await serviceOf(issuer);
  const old = await issuer.token();
  expect(await status(old)).toBe(200);
  await issuer.rotate();
  const tokens = await Promise.all(Array.from({ length: 10 }, () => issuer.token()));
  expect(await Promise.all(tokens.map(status))).toEqual(Array(10).fill(200));
  expect(issuer.asked()).toBe(2);
  expect(await status(old)).toBe(401);
  expect(issuer.asked()).toBe(2);
});

test('keys may be named outright, and then nothing else is asked of the issuer', async () => {
  const issuer = await issuerOfTest();
  issuer.become('stolen');
  const { status } = await serviceOf(issuer, { PIN_SERVICE_TOKEN_KEYS_URL: issuer.keysUrl });
  expect(await status(await issuer.token())).toBe(200);
});

test('an openid configuration of another issuer gives no keys', async () => {
  const issuer = await issuerOfTest();
  issuer.become('stolen');
  const { status } = await serviceOf(issuer);
  expect(await status(await issuer.token())).toBe(401);
  expect(issuer.asked()).toBe(0);
});

test('an issuer with a slash at its end is matched with it: version 1 of Entra has one', async () => {
  const issuer = await issuerOfTest();
  const iss = `${issuer.issuer}/`;
  const { status } = await serviceOf(issuer, {
    PIN_SERVICE_TOKEN_ISSUER: iss,
    PIN_SERVICE_TOKEN_KEYS_URL: issuer.keysUrl,
  });
  expect(await status(await issuer.token({ claims: { iss } }))).toBe(200);
  expect(await status(await issuer.token())).toBe(401);
});

/** The keys of an issuer under a clock of the test's own. */
async function keysByClock() {
  const issuer = await issuerOfTest();
  const clock = { nowMs: 1_000_000 };
  const faults: unknown[] = [];
  const find = issuerKeys(
    { issuer: issuer.issuer, keysUrl: undefined },
    { nowMs: () => clock.nowMs, onFault: (error) => faults.push(error) },
  );
  const kid = async () =>
    JSON.parse(Buffer.from((await issuer.token()).split('.')[0]!, 'base64url').toString()).kid as string;
  return { issuer, clock, faults, find, kid };
}

test('an unknown key is looked for once a minute at most, whether the issuer is there or away', async () => {
  const { issuer, clock, faults, find, kid } = await keysByClock();
  await find(await kid());
  for (const state of ['there', 'away', 'there'] as const) {
    issuer.become(state);
    const before = issuer.asked() + faults.length;
    for (let second = 0; second < 60; second += 1) {
      await find(randomUUID());
      clock.nowMs += 1_000;
    }
    expect(issuer.asked() + faults.length - before).toBe(1);
  }
  expect((await find(await kid()))?.has(await kid())).toBe(true);
});

test('keys are read again after a day, once, and those in hand are good meanwhile and if that fails', async () => {
  const { issuer, clock, faults, find, kid } = await keysByClock();
  const known = await kid();
  await find(known);
  clock.nowMs += 24 * 3_600_000 - 1;
  await find(known);
  expect(issuer.asked()).toBe(1);
  clock.nowMs += 1;
  issuer.become('away');
  for (let asked = 0; asked < 5; asked += 1) expect((await find(known))?.has(known)).toBe(true);
  while (faults.length === 0) await pause(5);
  await find(known);
  expect(faults).toHaveLength(1);
  issuer.become('there');
  clock.nowMs += 60_000;
  await find(known);
  while (issuer.asked() === 1) await pause(5);
  expect(faults).toHaveLength(1);
});
