import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { refusedCallers } from '../../src/pin-service/refused-callers.ts';
import { type Answer, expectProblem } from './contract.ts';
import { startIssuer } from './issuer.ts';
import { person, serviceWith } from './seed-file.ts';

function expectBusy(answer: Answer, longestS: number): void {
  expectProblem(answer, 429, 'too_many_requests');
  const waitS = Number(answer.headers.get('retry-after'));
  expect(waitS).toBeGreaterThan(0);
  expect(waitS).toBeLessThanOrEqual(longestS);
}

test('changes of one person are limited, over a restart too, and nobody else’s are', async () => {
  const [one, other] = [person(), person()];
  const env = { PIN_SERVICE_USER_LIMIT: '2/1h' };
  const service = await serviceWith([one, other], env);
  const first = randomUUID();
  expect((await service.ask.put(one.id, first, '73914')).status).toBe(200);
  expect((await service.ask.put(one.userPrincipalName, randomUUID(), '26059')).status).toBe(200);
  const third = randomUUID();
  const before = (await service.ask.account(one.id)).body;
  expectBusy(await service.ask.put(one.id, third, '80264'), 3_600);
  await service.kill();
  const { ask } = await service.start();
  expectBusy(await ask.put(one.userPrincipalName, third, '80264'), 3_600);
  expect((await ask.change(third)).body.code).toBe('change_not_found');
  expect((await ask.account(one.id)).body).toEqual(before);
  expect((await ask.put(one.id, first, '73914')).status).toBe(200);
  expect((await ask.put(other.id, randomUUID(), '73914')).status).toBe(200);
});

test('of many changes at once no more are taken than the limit has', async () => {
  const one = person();
  const { ask } = await serviceWith([one], { PIN_SERVICE_USER_LIMIT: '3/1h' });
  const puts = await Promise.all(Array.from({ length: 12 }, () => ask.put(one.id, randomUUID(), '73914')));
  const statuses = puts.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(3).fill(200), ...Array(9).fill(429)]);
});

test('refused changes of one person are limited for longer: each tells something of a PIN', async () => {
  const one = person({ policy: { historyCount: 5 } });
  const env = { PIN_SERVICE_REFUSAL_LIMIT: '2/1d' };
  const service = await serviceWith([one], env);
  for (let applied = 0; applied < 3; applied += 1) {
    expect((await service.ask.put(one.id, randomUUID(), `8026${applied}`)).status).toBe(200);
  }
  expect((await service.ask.put(one.id, randomUUID(), '80260')).body.code).toBe('pin_reused');
  expect((await service.ask.put(one.id, randomUUID(), '80261')).body.code).toBe('pin_reused');
  expectBusy(await service.ask.put(one.id, randomUUID(), '80262'), 86_400);
  await service.kill();
  expectBusy(await (await service.start()).ask.put(one.id, randomUUID(), '95173'), 86_400);
});

test('a name that nobody has is limited like a person', async () => {
  const { ask } = await serviceWith([person()], { PIN_SERVICE_REFUSAL_LIMIT: '1/1h' });
  expect((await ask.put('nobody', randomUUID(), '73914')).body.code).toBe('user_not_found');
  expectBusy(await ask.put('Nobody', randomUUID(), '73914'), 3_600);
});

test('changes in all are limited, and withdrawals of what was never seen; what is on file can be withdrawn', async () => {
  const [one, other] = [person(), person()];
  const env = { PIN_SERVICE_TOTAL_LIMIT: '3/1h', PIN_SERVICE_DELAY: '1h', PIN_SERVICE_ANSWER_AFTER: '0' };
  const { ask } = await serviceWith([one, other], env);
  expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(202);
  const waiting = randomUUID();
  expect((await ask.put(one.id, waiting, '73914')).status).toBe(202);
  expect((await ask.withdraw(randomUUID())).body.code).toBe('withdrawn');
  expectBusy(await ask.put(other.id, randomUUID(), '73914'), 3_600);
  const unseen = randomUUID();
  expectBusy(await ask.withdraw(unseen), 3_600);
  expect((await ask.change(unseen)).body.code).toBe('change_not_found');
  expect((await ask.withdraw(waiting)).body.code).toBe('withdrawn');
});

test('a limit opens again when its time is over', async () => {
  const one = person();
  const { ask } = await serviceWith([one], { PIN_SERVICE_USER_LIMIT: '1/300ms' });
  expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(200);
  for (;;) {
    const answer = await ask.put(one.id, randomUUID(), '26059');
    if (answer.status === 200) break;
    expectBusy(answer, 1);
  }
});

/** Still refused as before: a client that reads "slow down" would take itself for let in. */
function expectSlowed(answer: { status: number; headers: Headers }, status: number): void {
  expect(answer.status).toBe(status);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_500);
}

test('an address with too many refused tokens is told to slow down, and a good token is never held up', async () => {
  const issuer = await startIssuer();
  onTestFinished(() => void issuer.stop());
  const one = person();
  const { as } = await serviceWith([one], { ...issuer.env, PIN_SERVICE_TOKEN_LIMIT: '3/1h' });
  const forbidden = `Bearer ${await issuer.token({ claims: { roles: [] } })}`;
  expect((await as().account(one.id)).status).toBe(401);
  expect((await as('Bearer x').account(one.id)).status).toBe(401);
  expect((await as(forbidden).account(one.id)).status).toBe(403);
  expectSlowed(await as('Bearer x').account(one.id), 401);
  expectSlowed(await as(forbidden).put(one.id, randomUUID(), '73914'), 403);
  const ask = as(`Bearer ${await issuer.token()}`);
  expect((await ask.account(one.id)).body.pinSet).toBe(false);
  expect((await ask.put(one.id, randomUUID(), '73914')).status).toBe(200);
  expectSlowed(await as().account(one.id), 401);
});

test('refused callers are counted by address, an IPv6 network being one, until the time is over', () => {
  let nowMs = 0;
  const refused = refusedCallers({ most: 1, perMs: 1_000 }, () => nowMs);
  expect(refused('192.0.2.1')).toBeUndefined();
  expect(refused('2001:db8:1:2::1')).toBeUndefined();
  expect(refused('2001:db8::2')).toBeUndefined();
  nowMs = 400;
  expect(refused('::ffff:192.0.2.1')).toBe(600);
  expect(refused('2001:db8:1:2:ffff::9')).toBe(600);
  expect(refused('2001:db8:0:0:1::')).toBe(600);
  expect(refused('192.0.2.2')).toBeUndefined();
  nowMs = 1_000;
  expect(refused('192.0.2.1')).toBeUndefined();
});

test('no more than 1,000 addresses are counted: the one counted longest is forgotten first', () => {
  const refused = refusedCallers({ most: 1, perMs: 1_000 }, () => 0);
  for (let nth = 0; nth < 1_001; nth += 1) refused(`10.0.${nth >> 8}.${nth & 255}`);
  expect(refused('10.0.0.1')).toBe(1_000);
  expect(refused('10.0.0.0')).toBeUndefined();
});
