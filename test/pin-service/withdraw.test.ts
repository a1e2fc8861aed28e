import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { person } from './seed-file.ts';
import { stores } from './stores.ts';

const running = { PIN_SERVICE_DELAY: '1h', PIN_SERVICE_ANSWER_AFTER: '0' };
const withdrawn = (changeId: string) => ({ changeId, status: 'rejected', code: 'withdrawn' });

describe.each(stores)('by the contract, $store', ({ open: serviceWith }) => {
  test('a change withdrawn before it is seen does nothing when it comes, whoever it is for', async () => {
    const [one, two] = [person(), person()];
    const { ask } = await serviceWith([one, two]);
    const key = randomUUID();
    expect((await ask.withdraw(key)).body).toEqual(withdrawn(key));
    for (const { id } of [one, two]) {
      const { status, body } = await ask.put(id, key, '73914');
      expect([status, body.code]).toEqual([409, 'change_withdrawn']);
      expect((await ask.account(id)).body.pinSet).toBe(false);
    }
    expect((await ask.change(key)).body).toEqual(withdrawn(key));
  });

  test('a change that waits behind another is withdrawn, and its PUT is answered then', async () => {
    const one = person();
    const { ask } = await serviceWith([one], { PIN_SERVICE_DELAY: '1h' });
    const [first, second] = [randomUUID(), randomUUID()];
    // Neither is answered while the first runs: ask until both are on file.
    const abandoned = ask.put(one.id, first, '73914').catch(() => undefined);
    while ((await ask.change(first)).status === 404);
    const waiting = ask.put(one.id, second, '26059');
    while ((await ask.change(second)).status === 404);
    expect((await ask.withdraw(second)).body).toEqual(withdrawn(second));
    const { status, body } = await waiting;
    expect([status, body.code]).toEqual([409, 'change_withdrawn']);
    expect((await ask.change(first)).body.status).toBe('pending');
    void abandoned;
  });

  test('a change that runs is too late to withdraw: it is pending, and stays so', async () => {
    const one = person();
    const { ask } = await serviceWith([one], running);
    const key = randomUUID();
    await ask.put(one.id, key, '73914');
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await ask.withdraw(key)).body).toEqual({ changeId: key, status: 'pending' });
    }
  });

  test('a change that is applied or refused is answered as it stands', async () => {
    const one = person();
    const { ask } = await serviceWith([one]);
    const [good, bad] = [randomUUID(), randomUUID()];
    const applied = await ask.put(one.id, good, '73914');
    await ask.put(one.id, bad, '11111');
    expect((await ask.withdraw(good)).body).toEqual(applied.body);
    expect((await ask.withdraw(bad)).body).toMatchObject({ status: 'rejected', code: 'pin_too_simple' });
  });

  test('a queue goes on past a change that was withdrawn from it', async () => {
    const one = person();
    const { ask } = await serviceWith([one], { PIN_SERVICE_DELAY: '1s', PIN_SERVICE_ANSWER_AFTER: '0' });
    const keys = [randomUUID(), randomUUID(), randomUUID()] as const;
    for (const key of keys) await ask.put(one.id, key, '73914');
    await ask.withdraw(keys[1]);
    const ends = await Promise.all(keys.map((key) => ask.settled(key)));
    expect(ends.map(({ body }) => body.code ?? body.status)).toEqual(['applied', 'withdrawn', 'applied']);
  });

  // Forty races, one after another, with hashes in each.
  const patient = { timeout: 120_000 };
  test(
    'a PUT and a DELETE at once, in either order and behind others or not, end in one answer',
    patient,
    async () => {
      const people = Array.from({ length: 4 }, () => person());
      const { ask, wasSet } = await serviceWith(people);
      let races = 0;
      const ends = new Set<string>();
      /** `lead`: how many questions are asked between the PUT and the DELETE; below zero the DELETE goes first. */
      const race = async (who: number, before: number, lead: number) => {
        const { id } = people[who]!;
        const key = randomUUID();
        races += 1;
        const pin = `73914${String(races).padStart(4, '0')}`;
        const earlier = Array.from({ length: before }, () => ask.put(id, randomUUID(), '26059'));
        const early = lead < 0 ? ask.withdraw(key) : undefined;
        const put = ask.put(id, key, pin);
        for (let asked = 0; asked < lead; asked += 1) await ask.change(key);
        const [taken, removed] = await Promise.all([put, early ?? ask.withdraw(key)]);
        const { body: end } = await ask.change(key);
        if (end.status === 'applied') {
          expect(taken.status).toBe(200);
          expect(['applied', 'pending']).toContain(removed.body.status);
          expect(await wasSet(people[who]!, pin, end)).toBe(true);
        } else {
          expect(end).toEqual(withdrawn(key));
          expect([taken.status, taken.body.code]).toEqual([409, 'change_withdrawn']);
          expect(removed.body).toEqual(end);
          expect(await wasSet(people[who]!, pin, end)).toBe(false);
        }
        ends.add(end.status);
        await Promise.all(earlier);
      };
      const lead = fc.integer({ min: -1, max: 4 });
      await fc.assert(fc.asyncProperty(fc.nat(3), fc.nat(2), lead, race), { numRuns: 40 });
      expect([...ends].sort()).toEqual(['applied', 'rejected']);
    },
  );
});
