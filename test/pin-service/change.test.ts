import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { SeedPerson } from '../../src/pin-service/embedded/seed-form.ts';
import { person, serviceWith } from './seed-file.ts';
import { stores } from './stores.ts';

/** A change that runs for as long as the test, answered at once. */
const running = { PIN_SERVICE_DELAY: '1h', PIN_SERVICE_ANSWER_AFTER: '0' };

const refused: [code: string, pin: string, own: Partial<SeedPerson>][] = [
  ['pin_too_short', '7391', {}],
  ['pin_too_short', '', {}],
  ['pin_too_long', '7391468205739146820573914', {}],
  ['pin_not_digits', '73a14', {}],
  ['pin_not_digits', '٧٣٩١٤', {}],
  ['pin_not_digits', 'ab', {}],
  ['pin_too_simple', '11111', {}],
  ['pin_too_simple', '991234', {}],
  ['pin_matches_number', '14105550131', {}],
  ['pin_matches_number', '00131', { extension: '00131' }],
  ['pin_too_short', '7391468', { policy: { minLength: 8, maxLength: 12 } }],
];

const noChange: [code: string, own: Partial<SeedPerson>][] = [
  ['account_locked', { locked: 'administrator' }],
  ['account_disabled', { disabled: true }],
];

describe.each(stores)('by the contract, $store', ({ open: serviceWith }) => {
  test('a change sets the PIN and tells when', async () => {
    const one = person();
    const { ask } = await serviceWith([one]);
    const key = randomUUID();
    const { status, body } = await ask.put(one.id, key, '73914');
    expect([status, body.changeId, body.status]).toEqual([200, key, 'applied']);
    expect((await ask.account(one.id)).body.pinSet).toBe(true);
    expect((await ask.change(key)).body).toEqual(body);
  });

  test('a key is the same in capitals', async () => {
    const one = person();
    const { ask } = await serviceWith([one]);
    const key = randomUUID();
    const { body } = await ask.put(one.id, key.toUpperCase(), '73914');
    expect((await ask.change(key)).body).toEqual(body);
    expect((await ask.change(key.toUpperCase())).body).toEqual(body);
  });

  test('a PIN that breaks the policy is refused with its code, which stays on file', async () => {
    const people = refused.map(([, , own]) => person(own));
    const { ask } = await serviceWith(people);
    for (const [index, [code, pin]] of refused.entries()) {
      const { id } = people[index]!;
      const key = randomUUID();
      const first = await ask.put(id, key, pin);
      expect([first.status, first.body.code], `${code} for ${pin}`).toEqual([422, code]);
      expect((await ask.change(key)).body).toEqual({ changeId: key, status: 'rejected', code });
      expect((await ask.account(id)).body.pinSet).toBe(false);
    }
  });

  test('with common patterns allowed, patterns and the own number are let through', async () => {
    const one = person({ policy: { allowCommonPatterns: true } });
    const { ask } = await serviceWith([one]);
    for (const pin of ['11111', '12345', '14105550131']) {
      expect((await ask.put(one.id, randomUUID(), pin)).status).toBe(200);
    }
  });

  test('a change lifts a temporary lock', async () => {
    const one = person({ locked: 'temporary', initialPin: 'random' });
    const { ask } = await serviceWith([one]);
    expect((await ask.put(one.id, randomUUID(), '11111')).status).toBe(422);
    expect((await ask.account(one.id)).body.locked).toBe('temporary');
    expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(200);
    expect((await ask.account(one.id)).body.locked).toBe('no');
  });

  test('an account whose state allows no change refuses it, the first time and every other', async () => {
    const people = noChange.map(([, own]) => person(own));
    const { ask } = await serviceWith(people);
    for (const [index, [code]] of noChange.entries()) {
      const key = randomUUID();
      for (let turn = 0; turn < 2; turn += 1) {
        const answer = await ask.put(people[index]!.id, key, '73914');
        expect([answer.status, answer.body.code]).toEqual([409, code]);
      }
      expect((await ask.change(key)).body.code).toBe(code);
    }
  });

  test('a change of somebody unknown is refused, the first time and every other', async () => {
    const { ask } = await serviceWith([person()]);
    const key = randomUUID();
    for (const name of ['nobody@contoso.example', 'Nobody@contoso.example']) {
      const answer = await ask.put(name, key, '73914');
      expect([answer.status, answer.body.code]).toEqual([404, 'user_not_found']);
    }
    expect((await ask.put('other@contoso.example', key, '73914')).body.code).toBe('change_conflict');
  });

  test('a repetition of a refused change answers the refusal, whatever its PIN', async () => {
    const one = person();
    const { ask } = await serviceWith([one]);
    const key = randomUUID();
    const first = await ask.put(one.id, key, '11111');
    const again = await ask.put(one.id, key, '73914');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect((await ask.account(one.id)).body.pinSet).toBe(false);
  });

  test('a repetition is answered before its body comes, so its PIN is not read', async () => {
    const one = person();
    const { ask, url, nameOf } = await serviceWith([one]);
    const key = randomUUID();
    await ask.put(one.id, key, '73914');
    const status = await new Promise((resolve, reject) => {
      const headers = { 'idempotency-key': key, 'content-type': 'application/json', 'content-length': '15' };
      const put = request(`${url}/v1/users/${nameOf(one)}/pin`, { method: 'PUT', headers }, (response) => {
        resolve(response.statusCode);
        put.destroy();
      });
      put.on('error', reject).flushHeaders();
    });
    expect(status).toBe(200);
  });

  test('a repetition with a malformed body answers as the first did', async () => {
    const one = person();
    const { ask } = await serviceWith([one]);
    const key = randomUUID();
    await ask.put(one.id, key, '73914');
    expect((await ask.put(one.id, key, { raw: '{' })).status).toBe(200);
  });

  test('ten at once with one key make one change', async () => {
    const one = person({ policy: { historyCount: 20 } });
    const { ask } = await serviceWith([one]);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask.put(one.id, key, '73914')));
    // One was first; the others found it done (200) or under way (202). A second change would be pin_reused.
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 200 || status === 202)).toBe(true);
    expect((await ask.change(key)).body.status).toBe('applied');
  });

  test('a repetition while the change runs is answered 202', async () => {
    const one = person();
    const { ask } = await serviceWith([one], running);
    const key = randomUUID();
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, body, headers } = await ask.put(one.id, key, '73914');
      expect([status, body]).toEqual([202, { changeId: key, status: 'pending' }]);
      expect(headers.get('location')).toBe(`/v1/pin-changes/${key}`);
    }
    expect((await ask.change(key)).body.status).toBe('pending');
  });

  test('a change that is answered 202 is applied all the same', async () => {
    const one = person();
    const { ask } = await serviceWith([one], { PIN_SERVICE_DELAY: '50ms', PIN_SERVICE_ANSWER_AFTER: '0' });
    const key = randomUUID();
    expect((await ask.put(one.id, key, '73914')).status).toBe(202);
    expect((await ask.settled(key)).body.status).toBe('applied');
  });

  test('a change goes on when the client that asked for it has gone', async () => {
    const one = person();
    const { ask, url, nameOf } = await serviceWith([one], { PIN_SERVICE_DELAY: '1s' });
    const key = randomUUID();
    const gone = new AbortController();
    const put = fetch(`${url}/v1/users/${nameOf(one)}/pin`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: '{"pin":"73914"}',
      signal: gone.signal,
    });
    while ((await ask.change(key)).status === 404);
    gone.abort();
    await expect(put).rejects.toThrow();
    expect((await ask.settled(key)).body.status).toBe('applied');
  });

  test('a key of another user is refused, and neither has a PIN changed by it', async () => {
    const [one, two] = [person(), person()];
    const { ask } = await serviceWith([one, two]);
    const key = randomUUID();
    await ask.put(one.id, key, '73914');
    expect((await ask.put(two.id, key, '73914')).body.code).toBe('change_conflict');
    expect((await ask.account(two.id)).body.pinSet).toBe(false);
  });

  test('a change does not wait for one of somebody else', async () => {
    const [one, two] = [person(), person({ locked: 'administrator' })];
    const { ask } = await serviceWith([one, two], {
      PIN_SERVICE_DELAY: '20ms',
      PIN_SERVICE_ANSWER_AFTER: '0',
    });
    const keys = Array.from({ length: 15 }, () => randomUUID());
    for (const key of keys) await ask.put(one.id, key, '73914');
    const other = randomUUID();
    await ask.put(two.id, other, '73914');
    await ask.settled(other);
    expect((await ask.change(keys.at(-1)!)).body.status).toBe('pending');
  });

  test('too many changes of one user at a time are told to slow down', async () => {
    const one = person();
    const service = await serviceWith([one], running);
    for (let count = 0; count < 20; count += 1) await service.ask.put(one.id, randomUUID(), '73914');
    const key = randomUUID();
    const { status, body, headers } = await service.ask.put(one.id, key, '73914');
    expect([status, body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await service.ask.change(key)).body.code).toBe('change_not_found');
  });

  test('a change that was never seen is not found', async () => {
    const { ask } = await serviceWith([person()]);
    const { status, body } = await ask.change(randomUUID());
    expect([status, body.code]).toEqual([404, 'change_not_found']);
  });
});

test('as many earlier PINs as the policy says are refused, the one in force among them', async () => {
  const one = person({ policy: { historyCount: 2 }, initialPin: '80264' });
  const { ask } = await serviceWith([one]);
  const code = async (pin: string) => (await ask.put(one.id, randomUUID(), pin)).body.code;
  expect(await code('80264')).toBe('pin_reused');
  expect(await code('73914')).toBeUndefined();
  expect(await code('80264')).toBe('pin_reused');
  expect(await code('26059')).toBeUndefined();
  expect(await code('73914')).toBe('pin_reused');
  expect(await code('80264')).toBeUndefined();
});

test('without a history the PIN in force may be set again', async () => {
  const one = person({ initialPin: '80264' });
  const { ask } = await serviceWith([one]);
  expect((await ask.put(one.id, randomUUID(), '80264')).status).toBe(200);
});

test('two people may have the same PIN, unless PINs are set to be unique', async () => {
  const [one, two] = [person({ initialPin: '80264' }), person()];
  const service = await serviceWith([one, two]);
  expect((await service.ask.put(two.id, randomUUID(), '80264')).status).toBe(200);
  await service.stop();
  const { ask } = await service.start({ PIN_SERVICE_UNIQUE_PINS: 'true' });
  expect((await ask.put(two.id, randomUUID(), '80264')).body.code).toBe('pin_not_unique');
  expect((await ask.put(two.id, randomUUID(), '73914')).status).toBe(200);
});

test('where PINs are unique, of two people who set the same one at once only one gets it', async () => {
  const people = [person(), person()];
  const { ask } = await serviceWith(people, { PIN_SERVICE_UNIQUE_PINS: 'true' });
  const answers = await Promise.all(people.map(({ id }) => ask.put(id, randomUUID(), '73914')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
});

test('a repetition changes nothing more and answers as the first did', async () => {
  const one = person({ policy: { historyCount: 1 } });
  const { ask } = await serviceWith([one]);
  const key = randomUUID();
  const first = await ask.put(one.id, key, '73914');
  const again = await ask.put(one.userPrincipalName, key, '26059');
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect((await ask.put(one.id, randomUUID(), '73914')).body.code).toBe('pin_reused');
});

test('the longest PIN is the policy’s', async () => {
  const one = person({ policy: { minLength: 8, maxLength: 12 } });
  const { ask } = await serviceWith([one]);
  expect((await ask.put(one.id, randomUUID(), '7391468205739')).body.code).toBe('pin_too_long');
});

test('whoever is not enabled is refused as that', async () => {
  const one = person({ enabled: false });
  const { ask } = await serviceWith([one]);
  const { status, body } = await ask.put(one.id, randomUUID(), '73914');
  expect([status, body.code]).toEqual([409, 'not_enabled']);
});

test('a change is told with the time at which the PIN was set', async () => {
  const one = person();
  const { ask } = await serviceWith([one]);
  const { body } = await ask.put(one.id, randomUUID(), '73914');
  expect((await ask.account(one.id)).body.pinChangedAt).toBe(body.changedAt);
});

test('the changes of one user are applied in the order in which they were taken', async () => {
  const one = person({ policy: { historyCount: 1 } });
  const { ask } = await serviceWith([one], { PIN_SERVICE_DELAY: '20ms', PIN_SERVICE_ANSWER_AFTER: '0' });
  // Each is refused unless the one before it was applied first, or would be if two stood in another order.
  const pins = ['73914', '26059', '73914', '26059', '26059', '73914'];
  const keys = pins.map(() => randomUUID());
  for (const [index, pin] of pins.entries()) await ask.put(one.id, keys[index]!, pin);
  const ends = await Promise.all(keys.map((key) => ask.settled(key)));
  expect(ends.map(({ body }) => body.code ?? body.status)).toEqual([
    'applied',
    'applied',
    'applied',
    'applied',
    'pin_reused',
    'applied',
  ]);
  const times = ends.filter(({ body }) => body.changedAt).map(({ body }) => body.changedAt);
  expect(times).toEqual([...times].sort());
});

test('what was told to slow down may be sent again, and is told when', async () => {
  const one = person();
  const service = await serviceWith([one], running);
  for (let count = 0; count < 20; count += 1) await service.ask.put(one.id, randomUUID(), '73914');
  const key = randomUUID();
  expect((await service.ask.put(one.id, key, '73914')).headers.get('retry-after')).toBe('3600');
  await service.stop();
  const { ask } = await service.start({});
  expect((await ask.put(one.id, key, '73914')).status).toBe(200);
});
