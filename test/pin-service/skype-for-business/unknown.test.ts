import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { person } from '../seed-file.ts';
import { poolWith } from '../stores.ts';
import type { Fault } from './faults.ts';

/** The pool closes a session soon after its host is gone. */
const soon = { SFB_SESSION_IDLE: '1s', SFB_CALL_TIMEOUT: '3s' };

const lost: [what: string, fault: Fault, end: 'applied' | 'failed'][] = [
  ['the host dies before', { do: 'set', kind: 'dies', when: 'before' }, 'failed'],
  ['the host dies after', { do: 'set', kind: 'dies', when: 'after' }, 'applied'],
  ['the PIN is set after the host has died', { do: 'set', kind: 'dies', when: 'late', ms: 300 }, 'applied'],
  ['the session breaks before', { do: 'set', kind: 'transport', when: 'before' }, 'failed'],
  ['the session breaks after', { do: 'set', kind: 'transport', when: 'after' }, 'applied'],
  ['the answer is no JSON', { do: 'set', kind: 'garbage', as: 'not-json' }, 'applied'],
  ['the answer is to something else', { do: 'set', kind: 'garbage', as: 'wrong-id' }, 'applied'],
  ['the answer has no end', { do: 'set', kind: 'garbage', as: 'unended-line' }, 'applied'],
  ['the answer is without end', { do: 'set', kind: 'garbage', as: 'long-line' }, 'applied'],
  ['noise comes first', { do: 'set', kind: 'garbage', as: 'noise-first' }, 'applied'],
];

describe('what became of a change without an answer', () => {
  test.each(lost)('is pending at once, and then what the pool says: %s', async (_what, fault, end) => {
    const one = person({ initialPin: '80264' });
    const { ask, pool } = await poolWith([one], soon);
    pool.weather.push(fault);
    const key = randomUUID();
    const put = await ask.put(one.userPrincipalName, key, '73914');
    expect([put.status, put.body.status]).toEqual([202, 'pending']);
    expect((await ask.withdraw(key)).body.status).toBe('pending');
    const { body } = await ask.settled(key);
    expect(body.code ?? body.status).toBe(end);
    expect(pool.pinOf(one.userPrincipalName)).toBe(end === 'applied' ? '73914' : '80264');
    const again = await ask.put(one.userPrincipalName, key, '26059');
    expect(again.status).toBe(end === 'applied' ? 200 : 500);
  });

  test('is found out where the host hangs', async () => {
    const one = person();
    const { ask, pool } = await poolWith([one], { ...soon, SFB_CALL_TIMEOUT: '1s' });
    pool.weather.push({ do: 'set', kind: 'hangs', when: 'after' });
    const key = randomUUID();
    expect((await ask.put(one.userPrincipalName, key, '73914')).status).toBe(202);
    expect((await ask.settled(key)).body.status).toBe('applied');
  });

  test('is not told before the session is closed: what runs in it may still set the PIN', async () => {
    const one = person();
    const { ask, pool } = await poolWith([one], soon);
    pool.weather.push({ do: 'set', kind: 'dies', when: 'late', ms: 700 });
    const key = randomUUID();
    await ask.put(one.userPrincipalName, key, '73914');
    await ask.settled(key);
    const [first] = pool.sessions.filter(({ closedBy }) => closedBy === 'idle');
    expect(first?.closed).toBeDefined();
    const info = pool.events.findIndex((event) => event.do === 'info' && event.phase === 'arrived');
    const set = pool.events.findIndex((event) => event.do === 'set' && event.phase === 'applied');
    expect(set).toBeLessThan(info);
  });

  test('holds up the next change of the same person, and of nobody else', async () => {
    const [one, other] = [person(), person()];
    const { ask, pool } = await poolWith([one, other], { ...soon, PIN_SERVICE_ANSWER_AFTER: '0' });
    pool.weather.push({ do: 'set', kind: 'dies', when: 'late', ms: 500 });
    const [first, second] = [randomUUID(), randomUUID()];
    await ask.put(one.userPrincipalName, first, '73914');
    await ask.put(one.userPrincipalName, second, '26059');
    await ask.put(other.userPrincipalName, randomUUID(), '40628');
    await pool.saw('set', other.userPrincipalName, { phase: 'applied' });
    expect((await ask.change(second)).body.status).toBe('pending');
    expect((await ask.settled(second)).body.status).toBe('applied');
    expect((await ask.change(first)).body.status).toBe('applied');
    const pins = pool.applied.filter(({ upn }) => upn === one.userPrincipalName).map(({ pin }) => pin);
    expect(pins).toEqual(['73914', '26059']);
  });

  test('is found out when the pool is back', async () => {
    const one = person();
    const { ask, pool } = await poolWith([one], { ...soon, SFB_HOSTS: '1' });
    pool.weather.push(
      { do: 'set', kind: 'dies', when: 'after' },
      { do: 'info', kind: 'dies', when: 'before' },
      { do: 'info', kind: 'error', type: 'T', errorId: 'E' },
    );
    const key = randomUUID();
    await ask.put(one.userPrincipalName, key, '73914');
    expect((await ask.settled(key)).body.status).toBe('applied');
  });

  test.each(['before', 'after', 'late'] as const)(
    'is found out by the next start, where the service was killed meanwhile (%s)',
    async (when) => {
      const one = person();
      const env = { ...soon, PIN_SERVICE_ANSWER_AFTER: '0' };
      const service = await poolWith([one], env);
      const { pool } = service;
      const held = pool.hold('set', { when: when === 'after' ? 'after' : 'before' });
      const key = randomUUID();
      await service.ask.put(one.userPrincipalName, key, '73914');
      await held.reached;
      await service.kill();
      if (when !== 'before') held.release();
      const { ask } = await service.start();
      expect((await ask.change(key)).body.status).toBe('pending');
      const { body } = await ask.settled(key);
      expect(body.code ?? body.status).toBe(when === 'before' ? 'failed' : 'applied');
      held.release();
      expect(pool.applied.length).toBe(when === 'before' ? 0 : 1);
    },
  );

  test('that waited when the service was killed has failed at the next start', async () => {
    const one = person();
    const service = await poolWith([one], { ...soon, PIN_SERVICE_ANSWER_AFTER: '0' });
    const held = service.pool.hold('set');
    const [first, second] = [randomUUID(), randomUUID()];
    for (const key of [first, second]) await service.ask.put(one.userPrincipalName, key, '73914');
    await held.reached;
    await service.kill();
    const { ask } = await service.start();
    expect((await ask.change(second)).body).toEqual({ changeId: second, status: 'rejected', code: 'failed' });
    expect((await ask.change(first)).body.status).toBe('pending');
    held.release();
  });
});
