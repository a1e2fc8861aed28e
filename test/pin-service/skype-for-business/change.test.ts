import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { person } from '../seed-file.ts';
import { poolWith } from '../stores.ts';

const callsOf = (pool: { events: { do: string; phase: string }[] }) =>
  pool.events.filter(({ phase }) => phase === 'arrived').map((event) => event.do);

test('a PIN is set by the cmdlet, for the one SIP address, and nothing is unlocked that is not locked', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one]);
  expect((await ask.put(one.userPrincipalName, randomUUID(), '073914')).status).toBe(200);
  expect(pool.pinOf(one.userPrincipalName)).toBe('073914');
  expect(callsOf(pool)).toEqual(['account', 'set']);
  expect(pool.violations).toEqual([]);
});

test('a locked PIN is unlocked before it is set', async () => {
  const one = person({ locked: 'temporary', initialPin: '80264' });
  const { ask, pool } = await poolWith([one]);
  expect((await ask.put(one.userPrincipalName, randomUUID(), '73914')).status).toBe(200);
  expect(callsOf(pool)).toEqual(['account', 'unlock', 'set']);
  expect(pool.person(one.userPrincipalName).isLockedOut).toBe(false);
});

test('with SFB_UNLOCK=never a locked PIN is left locked, and is not set', async () => {
  const one = person({ locked: 'temporary', initialPin: '80264' });
  const { ask, pool } = await poolWith([one], { SFB_UNLOCK: 'never' });
  const { status, body } = await ask.put(one.userPrincipalName, randomUUID(), '73914');
  expect([status, body.code]).toEqual([409, 'account_locked']);
  expect(callsOf(pool)).toEqual(['account']);
  expect(pool.pinOf(one.userPrincipalName)).toBe('80264');
});

test('a PIN that breaks the rules unlocks nothing', async () => {
  const one = person({ locked: 'temporary' });
  const { ask, pool } = await poolWith([one]);
  expect((await ask.put(one.userPrincipalName, randomUUID(), '11111')).body.code).toBe('pin_too_simple');
  expect(callsOf(pool)).toEqual(['account']);
});

test('what the server refuses beyond the known rules has changed nothing, and its error stays here', async () => {
  const one = person({ initialPin: '80264' });
  const { ask, pool, logs } = await poolWith([one], {}, { alsoRefuses: () => true });
  const key = randomUUID();
  const { status, body } = await ask.put(one.userPrincipalName, key, '73914');
  expect([status, body.code]).toEqual([500, 'unavailable']);
  expect(JSON.stringify(body)).not.toContain('Stand.In');
  expect((await ask.change(key)).body).toEqual({ changeId: key, status: 'rejected', code: 'failed' });
  expect(logs()).toContain(`"asked":"set","change":"${key}","type":"Stand.In.PolicyException"`);
  expect(pool.pinOf(one.userPrincipalName)).toBe('80264');
});

test('an error after which the PIN is another is settled by the pool’s own time', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one]);
  pool.weather.push({ do: 'set', kind: 'error', type: 'T', errorId: 'E', when: 'after' });
  const { status, body } = await ask.put(one.userPrincipalName, randomUUID(), '73914');
  expect([status, body.status]).toEqual([200, 'applied']);
  const changed = Date.parse(pool.person(one.userPrincipalName).lastPinChangeTime ?? '');
  expect(Date.parse(body.changedAt)).toBe(changed);
});

test.each(['account', 'unlock'] as const)(
  'where %s fails nothing was set, and another change goes through',
  async (name) => {
    const one = person({ locked: 'temporary' });
    const { ask, pool } = await poolWith([one]);
    pool.weather.push({ do: name, kind: 'error', type: 'T', errorId: 'E' });
    const dies = { do: name, kind: 'dies', when: 'before' } as const;
    // What only reads is asked of another host once more.
    pool.weather.push(...(name === 'account' ? [dies, dies] : [dies]));
    for (let nth = 0; nth < 2; nth += 1) {
      const key = randomUUID();
      expect((await ask.put(one.userPrincipalName, key, '73914')).body.code).toBe('unavailable');
      expect((await ask.change(key)).body.code).toBe('failed');
    }
    expect(pool.applied).toEqual([]);
    expect((await ask.put(one.userPrincipalName, randomUUID(), '73914')).status).toBe(200);
  },
);

test('changes of one user are set in the order in which they were taken', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one], { PIN_SERVICE_ANSWER_AFTER: '0' });
  const pins = ['73914', '26059', '80264', '40628', '50482'];
  const keys = pins.map(() => randomUUID());
  for (const [nth, pin] of pins.entries()) await ask.put(one.userPrincipalName, keys[nth]!, pin);
  for (const key of keys) expect((await ask.settled(key)).body.status).toBe('applied');
  expect(pool.applied.map(({ pin }) => pin)).toEqual(pins);
});

test('no two requests about one person are under way at once', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one]);
  const held = pool.hold('set');
  const change = ask.put(one.userPrincipalName, randomUUID(), '73914');
  await held.reached;
  const account = ask.account(one.userPrincipalName);
  const other = ask.account('nobody@contoso.example');
  expect((await other).status).toBe(404);
  expect(callsOf(pool)).toEqual(['account', 'set', 'account']);
  held.release();
  expect((await account).status).toBe(200);
  expect((await change).status).toBe(200);
});

test('a change of which an error tells nothing is answered as under way where the pool does not tell at once', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one]);
  pool.weather.push({ do: 'set', kind: 'error', type: 'T', errorId: 'E' });
  pool.weather.push({ do: 'info', kind: 'error', type: 'T', errorId: 'E' });
  const key = randomUUID();
  expect((await ask.put(one.userPrincipalName, key, '73914')).status).toBe(202);
  expect((await ask.settled(key)).body.code).toBe('failed');
});

test('an error that quotes what was sent is not written down as it is', async () => {
  const one = person();
  const { ask, pool, logs } = await poolWith([one]);
  const pin = '860317294517';
  pool.weather.push({
    do: 'set',
    kind: 'error',
    type: `Refused${pin}`,
    errorId: `The PIN ${pin} is refused.`,
  });
  await ask.put(one.userPrincipalName, randomUUID(), pin);
  expect(logs()).toContain('"type":"unprintable","errorId":"unprintable"');
  expect(logs()).not.toContain(pin);
});
