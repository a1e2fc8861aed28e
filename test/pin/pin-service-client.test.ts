import { describe, expect, test } from 'vitest';
import { pinServiceClient } from '../../src/pin/pin-service-client.ts';
import { applied, call, changeId, json, pin, problem, standIn, userId } from './stand-in-service.ts';

const bareAccount = {
  userId,
  extension: null,
  pinSet: false,
  locked: 'no',
  policy: { minLength: 5, maxLength: 24 },
};

describe('what is asked', () => {
  test('a change is one PUT with its key, and the PIN in the body alone', async () => {
    const { client, asked } = await standIn(json(200, applied), { token: async () => 'a-token' });
    await client.change(userId, changeId, pin, call);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'PUT',
      path: `/v1/users/${userId}/pin`,
      body: `{"pin":"${pin}"}`,
    });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer a-token',
      'content-type': 'application/json',
      'idempotency-key': changeId,
      'x-correlation-id': 'K7QM-2F9D',
      'accept-language': 'en-GB',
    });
    expect(JSON.stringify(asked[0]?.headers)).not.toContain(pin);
  });

  test('account, look and withdraw go to the addresses of the contract', async () => {
    const { client, asked } = await standIn(json(200, applied));
    await client.account(userId, call);
    await client.look(changeId, call);
    await client.withdraw(changeId, call);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /v1/users/${userId}/pin`,
      `GET /v1/pin-changes/${changeId}`,
      `DELETE /v1/pin-changes/${changeId}`,
    ]);
    for (const { headers, body } of asked) {
      expect(headers).toMatchObject({ 'x-correlation-id': 'K7QM-2F9D', 'accept-language': 'en-GB' });
      expect(headers.authorization).toBeUndefined();
      expect(body).toBe('');
    }
  });

  test('the service may live below a path', async () => {
    const { url, asked } = await standIn(json(200, applied));
    await pinServiceClient({ url: `${url}/pins/` }).look(changeId, call);
    expect(asked[0]?.path).toBe(`/pins/v1/pin-changes/${changeId}`);
  });

  test.each([
    ['robin@contoso.example', 'robin%40contoso.example'],
    ['../../v1/pin-changes/x', '..%2F..%2Fv1%2Fpin-changes%2Fx'],
    ['a?b#c%2e', 'a%3Fb%23c%252e'],
    ['r\u00f6bin', 'r%C3%B6bin'],
  ])('the user id %s stays one segment of the path', async (id, segment) => {
    const { client, asked } = await standIn(json(200, bareAccount));
    await client.account(id, call);
    expect(asked[0]?.path).toBe(`/v1/users/${segment}/pin`);
  });

  test.each(['', '.', '..', 'x'.repeat(321), '\ud800'])(
    'the user id %j is nobody, and is not sent',
    async (id) => {
      const { client, asked } = await standIn(json(200, bareAccount));
      expect(await client.account(id, call)).toEqual({ kind: 'refused', code: 'user_not_found' });
      expect(await client.change(id, changeId, pin, call)).toEqual({
        kind: 'rejected',
        code: 'user_not_found',
      });
      expect(asked).toEqual([]);
    },
  );

  test('a locale that is no language tag goes out as English', async () => {
    const { client, asked } = await standIn(json(200, applied));
    await client.look(changeId, { ...call, locale: 'en\r\nx-evil: 1' });
    expect(asked[0]?.headers['accept-language']).toBe('en');
    expect(asked[0]?.headers['x-evil']).toBeUndefined();
  });
});

describe('the account', () => {
  test('whole', async () => {
    const { client } = await standIn(
      json(200, {
        ...bareAccount,
        displayName: 'Robin',
        phoneNumber: '+14103090200',
        extension: '0200',
        pinSet: true,
        pinChangedAt: '2025-01-15T12:00:00+01:00',
        pinExpiresAt: '2025-03-15T12:00:00Z',
        locked: 'temporary',
        deskPhones: [{ model: 'Polycom VVX 411', location: 'Desk 3.14' }],
        policy: { minLength: 6, maxLength: 12, allowCommonPatterns: true, historyCount: 3, lifetimeDays: 60 },
        added: 'in a later version',
      }),
    );
    expect(await client.account(userId, call)).toEqual({
      kind: 'account',
      account: {
        userId,
        displayName: 'Robin',
        phoneNumber: '+14103090200',
        extension: '0200',
        pinSet: true,
        pinChangedAt: new Date('2025-01-15T11:00:00Z'),
        pinExpiresAt: new Date('2025-03-15T12:00:00Z'),
        locked: 'temporary',
        deskPhones: [{ model: 'Polycom VVX 411', location: 'Desk 3.14' }],
        policy: { minLength: 6, maxLength: 12, allowCommonPatterns: true, historyCount: 3, lifetimeDays: 60 },
      },
    });
  });

  test('with the least that the contract asks for, the rest is null or the default', async () => {
    const { client } = await standIn(json(200, bareAccount));
    expect(await client.account(userId, call)).toEqual({
      kind: 'account',
      account: {
        ...bareAccount,
        displayName: null,
        phoneNumber: null,
        pinChangedAt: null,
        pinExpiresAt: null,
        deskPhones: null,
        policy: { minLength: 5, maxLength: 24, allowCommonPatterns: false, historyCount: 0, lifetimeDays: 0 },
      },
    });
  });

  test.each([
    [404, 'user_not_found'],
    [409, 'not_enabled'],
    [409, 'account_disabled'],
    [409, 'account_locked'],
  ])('%i %s is a refusal', async (status, code) => {
    const { client } = await standIn(problem(status, code));
    expect(await client.account(userId, call)).toEqual({ kind: 'refused', code });
  });

  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
  ])('%i %s denies the bot', async (status, code) => {
    const { client } = await standIn(problem(status, code));
    expect(await client.account(userId, call)).toEqual({ kind: 'denied', fault: code });
  });

  test.each([
    ['no policy', { ...bareAccount, policy: undefined }],
    ['lengths that no PIN has', { ...bareAccount, policy: { minLength: 9, maxLength: 8 } }],
    ['lengths beyond the contract', { ...bareAccount, policy: { minLength: 1, maxLength: 24 } }],
    ['a lock of another name', { ...bareAccount, locked: 'yes' }],
    ['a time that is none', { ...bareAccount, pinChangedAt: 'yesterday' }],
    ['null', null],
  ])('%s is not of the contract', async (_name, body) => {
    const { client } = await standIn(json(200, body));
    expect(await client.account(userId, call)).toEqual({ kind: 'away', fault: 'not_of_contract' });
  });

  test('away says when to ask again', async () => {
    const { client } = await standIn(problem(429, 'too_many_requests', { 'retry-after': '3' }));
    expect(await client.account(userId, call)).toEqual({
      kind: 'away',
      fault: 'refused_by_status',
      retryAfterMs: 3_000,
    });
  });
});

const changedAt = new Date('2025-01-15T12:00:00.123Z');
const pending = { changeId, status: 'pending' };
const rejected = { changeId, status: 'rejected', code: 'pin_reused' };

describe('a change', () => {
  test.each([
    ['applied', json(200, applied), { kind: 'applied', changedAt }],
    [
      'applied, id in capitals',
      json(200, { ...applied, changeId: changeId.toUpperCase() }),
      { kind: 'applied', changedAt },
    ],
    ['taken', json(202, pending, { 'retry-after': '2' }), { kind: 'pending', retryAfterMs: 2_000 }],
    ['rejected earlier', json(200, rejected), { kind: 'rejected', code: 'pin_reused' }],
    ['too short', problem(422, 'pin_too_short'), { kind: 'rejected', code: 'pin_too_short' }],
    ['a code to come', problem(422, 'pin_on_blocklist'), { kind: 'rejected', code: 'pin_on_blocklist' }],
    ['locked', problem(409, 'account_locked'), { kind: 'rejected', code: 'account_locked' }],
    ['withdrawn', problem(409, 'change_withdrawn'), { kind: 'rejected', code: 'withdrawn' }],
    ['another user', problem(409, 'change_conflict'), { kind: 'rejected', code: 'change_conflict' }],
    ['unknown user', problem(404, 'user_not_found'), { kind: 'rejected', code: 'user_not_found' }],
    ['malformed', problem(400, 'invalid_request'), { kind: 'rejected', code: 'invalid_request' }],
    ['no token', problem(401, 'unauthorized'), { kind: 'denied', fault: 'unauthorized' }],
    ['not allowed', problem(403, 'forbidden'), { kind: 'denied', fault: 'forbidden' }],
    [
      'slow down',
      problem(429, 'too_many_requests', { 'retry-after': '9' }),
      { kind: 'busy', retryAfterMs: 9_000 },
    ],
  ])('%s', async (_name, answer, expected) => {
    const { client } = await standIn(answer);
    expect(await client.change(userId, changeId, pin, call)).toEqual(expected);
  });
});

describe('asking after a change and withdrawing it', () => {
  test.each([
    ['applied', json(200, applied), { kind: 'applied', changedAt }],
    ['pending', json(200, pending, { 'retry-after': '2' }), { kind: 'pending', retryAfterMs: 2_000 }],
    ['rejected', json(200, rejected), { kind: 'rejected', code: 'pin_reused' }],
    ['withdrawn', json(200, { ...rejected, code: 'withdrawn' }), { kind: 'rejected', code: 'withdrawn' }],
    ['denied', problem(403, 'forbidden'), { kind: 'denied', fault: 'forbidden' }],
    ['away', problem(503, 'unavailable'), { kind: 'unknown', fault: 'refused_by_status' }],
    ['slow down', problem(429, 'too_many_requests'), { kind: 'unknown', fault: 'refused_by_status' }],
  ])('%s', async (_name, answer, expected) => {
    const { client } = await standIn(answer);
    expect(await client.look(changeId, call)).toEqual(expected);
    expect(await client.withdraw(changeId, call)).toEqual(expected);
  });

  test('only the service itself can say that it has not seen a change, and only when asked', async () => {
    const { client } = await standIn(problem(404, 'change_not_found'));
    expect(await client.look(changeId, call)).toEqual({ kind: 'not_found' });
    expect(await client.withdraw(changeId, call)).toEqual({ kind: 'unknown', fault: 'refused_by_status' });
  });
});

describe('reachable', () => {
  test.each([
    ['a service that knows no such change', problem(404, 'change_not_found'), 'up'],
    ['a busy service', problem(429, 'too_many_requests'), 'up'],
    ['one that refuses the bot', problem(401, 'unauthorized'), 'down'],
    ['one that is down', problem(503, 'unavailable'), 'down'],
    ["a gateway's 404", json(404, {}, { 'content-type': 'text/html' }), 'down'],
  ])('%s', async (_name, answer, expected) => {
    const { client, asked } = await standIn(answer);
    expect(await client.reachable()).toEqual({ backend: expected, identity: 'up' });
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });
});
