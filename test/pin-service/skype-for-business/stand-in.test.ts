import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { person } from '../seed-file.ts';
import { readyHost, startHost } from './spoken-host.ts';
import { startPool } from './stand-in-pool.ts';

const noon = Date.parse('2026-11-24T12:00:00.000Z');

test('a host answers each call of the protocol, closes its session and ends', async () => {
  const one = person({ locked: 'administrator', initialPin: '73914', displayName: 'Zoë Żak' });
  const { userPrincipalName: upn } = one;
  const { pool, host } = await readyHost([one], { now: () => noon }, ['-Site', 'Athens']);
  const pin = { isPinSet: true, isLockedOut: true, pinExpirationTime: null };
  const lastPinChangeTime = expect.stringMatching(/^2026-11-24T12:00:00\.000\d{4}Z$/);
  expect(await host.ask({ id: 'a', do: 'account', user: upn.toUpperCase() })).toEqual({
    id: 'a',
    ok: {
      users: [
        {
          upn,
          sip: `sip:${upn}`,
          displayName: 'Zoë Żak',
          lineUri: 'tel:+14105550131;ext=0131',
          enabled: true,
        },
      ],
      pin: { ...pin, lastPinChangeTime },
      policy: { minPasswordLength: 5, allowCommonPatterns: false, pinLifetimeDays: 0 },
    },
  });
  const sip = `sip:${upn}`;
  expect(await host.ask({ id: 'b', do: 'unlock', sip })).toEqual({ id: 'b', ok: {} });
  const before = await host.ask({ id: 'c', do: 'info', sip });
  expect(before).toEqual({ id: 'c', ok: { pin: { ...pin, isLockedOut: false, lastPinChangeTime } } });
  expect(await host.ask({ id: 'd', do: 'set', sip, pin: '80264' })).toEqual({ id: 'd', ok: {} });
  const after = await host.ask({ id: 'e', do: 'info', sip });
  expect(after.ok.pin.lastPinChangeTime).not.toBe(before.ok.pin.lastPinChangeTime);
  expect(pool.applied).toEqual([{ upn, pin: '80264', at: noon }]);
  expect(pool.pinOf(upn)).toBe('80264');
  expect(await host.ask({ do: 'close' })).toEqual({ closed: true });
  expect(await host.ended).toEqual({ code: 0, signal: null });
  const [session] = pool.sessions;
  expect(session).toMatchObject({ id: 1, closedBy: 'request', opened: noon, closed: noon });
  expect(session?.argv.slice(-4)).toEqual(['-Pool', pool.env.SFB_POOL, '-Site', 'Athens']);
  expect(pool.violations).toEqual([]);
});

test('the pool finds nobody, one or more by a name, and says what their numbers are', async () => {
  const off = person({ disabled: true, extension: null });
  const [unlisted, bare] = [person({ enabled: false }), person({ phoneNumber: null, extension: null })];
  const short = person({ phoneNumber: null });
  const twice = person();
  const { host } = await readyHost([off, unlisted, bare, short, twice, { ...person(), ...twice }]);
  const usersOf = async (user: string) => (await host.ask({ id: '1', do: 'account', user })).ok;
  expect(await usersOf('nobody@contoso.example')).toEqual({ users: [] });
  expect(await usersOf(unlisted.userPrincipalName)).toEqual({ users: [] });
  const both = await usersOf(twice.userPrincipalName);
  expect([both.users.length, both.pin, both.policy]).toEqual([2, undefined, undefined]);
  const { users, pin } = await usersOf(off.userPrincipalName);
  expect(users).toMatchObject([{ enabled: false, lineUri: 'tel:+14105550131' }]);
  expect(pin).toEqual({
    isPinSet: false,
    isLockedOut: false,
    lastPinChangeTime: null,
    pinExpirationTime: null,
  });
  expect((await usersOf(bare.userPrincipalName)).users[0].lineUri).toBe(null);
  expect((await usersOf(short.userPrincipalName)).users[0].lineUri).toBe('tel:0131;ext=0131');
  expect(await host.ask({ id: '2', do: 'info', sip: `sip:${unlisted.userPrincipalName}` })).toMatchObject({
    error: { type: 'Stand.In.NotFoundException', transport: false },
  });
});

test('the pool refuses what breaks the policy, and more where a test says so', async () => {
  const one = person({ policy: { minLength: 6 } });
  const alsoRefuses = (pin: string) => pin.endsWith('0');
  const { pool, host } = await readyHost([one], { policyErrorId: 'Made.Up', alsoRefuses });
  const set = (pin: string) => host.ask({ id: '1', do: 'set', sip: `sip:${one.userPrincipalName}`, pin });
  const error = { type: 'Stand.In.PolicyException', errorId: 'Made.Up', transport: false };
  for (const pin of ['73914', '123456', '739150']) expect(await set(pin)).toEqual({ id: '1', error });
  expect([pool.applied, pool.pinOf(one.userPrincipalName)]).toEqual([[], null]);
  await pool.saw('set', one.userPrincipalName, { phase: 'refused', times: 3 });
  expect(await set('739152')).toEqual({ id: '1', ok: {} });
});

test('times are the pool’s own: its clock, the age of the first PIN, no two the same', async () => {
  const one = person({ initialPin: 'random', initialPinAgeDays: 2, policy: { lifetimeDays: 30 } });
  const { userPrincipalName: upn } = one;
  const { pool, host } = await readyHost([one], { now: () => noon, clockSkewMs: 90_000 });
  const info = async () => (await host.ask({ id: '1', do: 'info', sip: `sip:${upn}` })).ok.pin;
  expect(await info()).toMatchObject({
    lastPinChangeTime: expect.stringMatching(/^2026-11-22T12:01:30\.000\d{4}Z$/),
    pinExpirationTime: expect.stringMatching(/^2026-12-22T12:01:30\.000\d{4}Z$/),
  });
  pool.changedElsewhere(upn, '73914');
  const first = await info();
  pool.changedElsewhere(upn, '73914');
  expect((await info()).lastPinChangeTime).not.toBe(first.lastPinChangeTime);
  expect(first.lastPinChangeTime).toMatch(/^2026-11-24T12:01:30/);
  expect([pool.pinOf(upn), pool.applied]).toEqual(['73914', []]);
});

test('a request that the protocol has not is refused and noted, and so is one before its turn', async () => {
  const one = person();
  const { pool, host } = await readyHost([one]);
  const error = { type: 'request', errorId: 'request', transport: false };
  expect(await host.ask({ id: '1', do: 'drop' })).toEqual({ id: '1', error });
  expect(await host.ask({ id: '2', do: 'set', sip: 'sip:a@b.example' })).toEqual({ id: '2', error });
  host.child.stdin.write('no json\n');
  expect(await host.json()).toEqual({ id: null, error });
  expect(pool.violations).toHaveLength(3);
  const account = { do: 'account', user: one.userPrincipalName };
  const hold = pool.hold('account');
  host.say({ id: '3', ...account });
  host.say({ id: '4', ...account });
  await pool.until(() => pool.violations.length === 4);
  hold.release();
  expect([(await host.json()).id, (await host.json()).id]).toEqual(['3', '4']);
});

test('the pool’s end is the end of its hosts, and leaves nothing', async () => {
  const one = person();
  const pool = await startPool([one]);
  pool.onStart.push({ ignoresSigterm: true, ignoresEnd: true });
  const host = startHost(pool.env);
  await host.json();
  const hold = pool.hold('info');
  host.say({ id: '1', do: 'info', sip: `sip:${one.userPrincipalName}` });
  await hold.reached;
  await pool.stop();
  await pool.saw('info', one.userPrincipalName, { phase: 'aborted' });
  expect(await host.ended).toEqual({ code: 1, signal: null });
  expect(existsSync(pool.env.SFB_POWERSHELL)).toBe(false);
});
