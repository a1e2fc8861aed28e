import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { person, serviceWith } from './seed-file.ts';

const running = { PIN_SERVICE_DELAY: '1h', PIN_SERVICE_ANSWER_AFTER: '0' };

test.each(['kill', 'stop'] as const)(
  'after a %s, changes left pending have failed and nothing changed',
  async (end) => {
    const one = person();
    const service = await serviceWith([one], running);
    const keys = [randomUUID(), randomUUID()];
    for (const key of keys) await service.ask.put(one.id, key, '73914');
    await service[end]();
    const { ask } = await service.start({});
    for (const changeId of keys) {
      expect((await ask.change(changeId)).body).toEqual({ changeId, status: 'rejected', code: 'failed' });
      expect((await ask.withdraw(changeId)).body.code).toBe('failed');
      const again = await ask.put(one.id, changeId, '73914');
      expect([again.status, again.body.code]).toEqual([500, 'unavailable']);
    }
    expect((await ask.account(one.id)).body.pinSet).toBe(false);
    expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(200);
  },
);

test('what was applied, refused or withdrawn is answered the same after a restart', async () => {
  const one = person({ policy: { historyCount: 1 } });
  const service = await serviceWith([one]);
  const [good, bad, gone] = [randomUUID(), randomUUID(), randomUUID()];
  const first = await service.ask.put(one.id, good, '73914');
  await service.ask.put(one.id, bad, '11111');
  await service.ask.withdraw(gone);
  const account = await service.ask.account(one.id);
  await service.kill();
  const { ask } = await service.start();
  expect((await ask.put(one.id, good, '26059')).body).toEqual(first.body);
  expect((await ask.put(one.id, bad, '26059')).body.code).toBe('pin_too_simple');
  expect((await ask.put(one.id, gone, '26059')).body.code).toBe('change_withdrawn');
  expect((await ask.account(one.id)).body).toEqual(account.body);
  expect((await ask.put(one.id, randomUUID(), '73914')).body.code).toBe('pin_reused');
});

test('killed while it works, it says applied of the changes in force, and of no other', async () => {
  const people = Array.from({ length: 4 }, () => person());
  const inForce = new Map<string, string | null>(people.map(({ id }) => [id, null]));
  let service = await serviceWith(people);
  const { start } = service;
  for (let round = 0; round < 4; round += 1) {
    const puts = people.map(({ id }) => {
      const key = randomUUID();
      return { id, key, answer: service.ask.put(id, key, '73914').catch(() => undefined) };
    });
    await Promise.race(puts.map(({ answer }) => answer));
    await service.kill();
    service = { ...service, ...(await start()) };
    for (const { id, key, answer } of puts) {
      const { body } = await service.ask.change(key);
      if ((await answer)?.status === 200) expect(body.status).toBe('applied');
      expect(['applied', 'failed', 'change_not_found']).toContain(body.code ?? body.status);
      if (body.status === 'applied') inForce.set(id, body.changedAt);
      expect((await service.ask.account(id)).body.pinChangedAt).toBe(inForce.get(id));
    }
  }
});
