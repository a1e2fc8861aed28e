import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { person } from '../seed-file.ts';
import { poolWith } from '../stores.ts';

const dayMs = 86_400_000;

test('an account is what the cmdlets tell of it, by the contract', async () => {
  const policy = { minLength: 6, lifetimeDays: 60, historyCount: 3 };
  const one = person({ policy, initialPin: 'random', initialPinAgeDays: 50, locked: 'temporary' });
  const { ask, pool } = await poolWith([one]);
  const { status, body } = await ask.account(one.userPrincipalName.toUpperCase());
  expect(status).toBe(200);
  const changed = Date.parse(pool.person(one.userPrincipalName).lastPinChangeTime ?? '');
  expect(body).toEqual({
    userId: one.userPrincipalName.toLowerCase(),
    displayName: one.displayName,
    phoneNumber: '+14105550131',
    extension: '0131',
    pinSet: true,
    pinChangedAt: new Date(changed).toISOString(),
    pinExpiresAt: new Date(changed + 60 * dayMs).toISOString(),
    locked: 'temporary',
    // Set-CsClientPin does not look at the history.
    policy: { minLength: 6, maxLength: 24, allowCommonPatterns: false, historyCount: 0, lifetimeDays: 60 },
  });
});

test('a person without PIN and numbers has none', async () => {
  const one = person({ phoneNumber: null, extension: null });
  const { ask } = await poolWith([one]);
  expect((await ask.account(one.userPrincipalName)).body).toMatchObject({
    phoneNumber: null,
    extension: null,
    pinSet: false,
    pinChangedAt: null,
    pinExpiresAt: null,
    locked: 'no',
  });
});

test.each([
  ['temporary', 'yes', 'temporary'],
  ['administrator', 'yes', 'temporary'],
  ['temporary', 'never', 'administrator'],
] as const)('a lock of the kind %s is told with SFB_UNLOCK=%s as %s', async (locked, unlock, told) => {
  const one = person({ locked });
  const { ask } = await poolWith([one], { SFB_UNLOCK: unlock });
  expect((await ask.account(one.userPrincipalName)).body.locked).toBe(told);
});

test('what is not one principal name never comes near a cmdlet', async () => {
  const { ask, pool } = await poolWith([person()]);
  const names = [
    randomUUID(),
    'Test Person',
    '*@contoso.example',
    '* Person',
    'p?@contoso.example',
    '[p]@contoso.example',
    'contoso\\person',
    'sip:person@contoso.example',
    'CN=Test Person,OU=People,DC=contoso,DC=example',
    `p@contoso.example'; Remove-Item x`,
    '$(whoami)@contoso.example',
    'p@contoso.example\n{"do":"close"}',
    'p@@contoso.example',
  ];
  for (const name of names) {
    expect((await ask.account(name)).body.code, name).toBe('user_not_found');
    expect((await ask.put(name, randomUUID(), '73914')).body.code, name).toBe('user_not_found');
  }
  expect(pool.events).toEqual([]);
});

test('a name that several people have is nobody’s', async () => {
  const name = `shared-${randomUUID()}@contoso.example`;
  const two = [person({ userPrincipalName: name }), person({ userPrincipalName: name })];
  const { ask, pool, logs } = await poolWith(two);
  expect((await ask.account(name)).body.code).toBe('user_not_found');
  expect((await ask.put(name, randomUUID(), '73914')).body.code).toBe('user_not_found');
  expect(pool.applied).toEqual([]);
  expect(logs()).toContain('"why":"doubtful"');
});

test('an error of the cmdlet is told as away, with its type in the log alone', async () => {
  const one = person();
  const { ask, pool, logs } = await poolWith([one]);
  pool.weather.push({ do: 'account', kind: 'error', type: 'Some.Exception', errorId: 'Some,Id' });
  const { status, body } = await ask.account(one.userPrincipalName);
  expect([status, body.code]).toEqual([503, 'unavailable']);
  expect(JSON.stringify(body)).not.toContain('Some');
  expect(logs()).toContain('Some.Exception');
  expect((await ask.account(one.userPrincipalName)).status).toBe(200);
});

test('the error that is known to mean that nobody has the name is told as that', async () => {
  const { ask, pool } = await poolWith([]);
  const type = 'Microsoft.Rtc.Management.AD.ManagementException';
  const error = { do: 'account', kind: 'error', type, errorId: 'x' } as const;
  pool.weather.push(
    error,
    { ...error, type: 'ManagementException' },
    { ...error, type: 'OtherManagementException' },
  );
  expect((await ask.account('nobody@contoso.example')).status).toBe(404);
  const key = randomUUID();
  expect((await ask.put('nobody@contoso.example', key, '73914')).body.code).toBe('user_not_found');
  expect((await ask.account('nobody@contoso.example')).status).toBe(503);
});
