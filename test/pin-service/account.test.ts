import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { builtInSeed } from '../../src/pin-service/embedded/built-in-seed.ts';
import { contractClient } from './contract.ts';
import { startPinService } from './run-service.ts';
import { person, serviceWith, temporaryDir } from './seed-file.ts';

const dayMs = 86_400_000;

test('everybody of the built-in seed is answered by the contract', async () => {
  const { ask } = await serviceWith(builtInSeed);
  for (const each of builtInSeed) {
    const { status, body } = await ask.account(each.id);
    if (each.disabled) expect([status, body.code]).toEqual([409, 'account_disabled']);
    else if (each.enabled === false) expect([status, body.code]).toEqual([409, 'not_enabled']);
    else expect([status, body.displayName, body.pinSet]).toEqual([200, each.displayName, !!each.initialPin]);
  }
});

test('the built-in seed is used where no seed file is named', async () => {
  const service = await startPinService({ dataDir: temporaryDir() });
  onTestFinished(() => service.kill());
  const { body } = await contractClient(service.url).account('robin.castellan@contoso.example');
  expect(body).toMatchObject({ extension: '0200', phoneNumber: '+14103090200', pinSet: false });
  expect(body.deskPhones).toMatchObject([
    { model: 'Polycom VVX 411', location: 'Desk 3.14' },
    { model: 'Polycom CX600' },
  ]);
});

test('a person without a PIN has neither a time of change nor of expiry, and the policy has every field', async () => {
  const one = person({ policy: { lifetimeDays: 60 } });
  const { ask } = await serviceWith([one]);
  expect((await ask.account(one.id)).body).toEqual({
    userId: one.id,
    displayName: 'Test Person',
    phoneNumber: '+14105550131',
    extension: '0131',
    pinSet: false,
    pinChangedAt: null,
    pinExpiresAt: null,
    locked: 'no',
    policy: { minLength: 5, maxLength: 24, allowCommonPatterns: false, historyCount: 0, lifetimeDays: 60 },
  });
});

test('a PIN expires its lifetime after it was set', async () => {
  const one = person({ policy: { lifetimeDays: 60 }, initialPin: 'random', initialPinAgeDays: 50 });
  const { ask } = await serviceWith([one]);
  const { body } = await ask.account(one.id);
  expect(Date.parse(body.pinExpiresAt) - Date.parse(body.pinChangedAt)).toBe(60 * dayMs);
});

test('a PIN without a lifetime never expires', async () => {
  const one = person({ initialPin: 'random' });
  const { ask } = await serviceWith([one]);
  expect((await ask.account(one.id)).body).toMatchObject({ pinSet: true, pinExpiresAt: null });
});

test('desk phones are absent where they are not known, and an empty list where there are none', async () => {
  const phones = [{ id: 'a', model: 'Polycom CX600', location: 'Desk 3.14' }, { model: 'Yealink T46' }];
  const [unknown, none, two] = [person(), person({ deskPhones: [] }), person({ deskPhones: phones })];
  const { ask } = await serviceWith([unknown, none, two]);
  expect((await ask.account(unknown.id)).body).not.toHaveProperty('deskPhones');
  expect((await ask.account(none.id)).body.deskPhones).toEqual([]);
  expect((await ask.account(two.id)).body.deskPhones).toEqual(phones);
});

test('a person is found by object id and by user principal name, whatever the capitals', async () => {
  const one = person({ userPrincipalName: 'Åsa.O’Neil+1@Contoso.example' });
  const { ask } = await serviceWith([one]);
  for (const name of [one.id, one.id.toUpperCase(), one.userPrincipalName, 'åSA.o’nEIL+1@contoso.EXAMPLE']) {
    expect((await ask.account(name)).body.userId).toBe(one.id);
  }
});

test('a person whom nobody knows is not found', async () => {
  const { ask } = await serviceWith([person()]);
  expect((await ask.account('nobody@contoso.example')).body.code).toBe('user_not_found');
  expect((await ask.account('x'.repeat(320))).body.code).toBe('user_not_found');
  expect((await ask.account('ü'.repeat(320))).body.code).toBe('user_not_found');
});

test.each(['temporary', 'administrator'] as const)('a %s lock is told', async (locked) => {
  const one = person({ locked });
  const { ask } = await serviceWith([one]);
  expect((await ask.account(one.id)).body.locked).toBe(locked);
});

test('an account can be slow to come, and nothing else waits for it', async () => {
  const one = person();
  const { ask, url } = await serviceWith([one], { PIN_SERVICE_ACCOUNT_DELAY: '1h' });
  let answered = false;
  const waiting = fetch(`${url}/v1/users/${one.id}/pin`).then(
    () => (answered = true),
    () => undefined,
  );
  expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(200);
  expect(answered).toBe(false);
  onTestFinished(() => void waiting);
});
