import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ChangeAnswer } from '../../src/pin/backend.ts';
import { pinServiceClient } from '../../src/pin/pin-service-client.ts';
import {
  applied,
  call,
  changeId,
  closedPort,
  json,
  pin,
  problem,
  standIn,
  tcpPort,
  userId,
} from './stand-in-service.ts';

const now = () => Date.UTC(2025, 0, 15, 12, 0, 0);
const brief = { ...call, timeoutMs: 150 };

const notOfContract = { kind: 'unknown', fault: 'not_of_contract' };
const refused = { kind: 'unknown', fault: 'refused_by_status' };

const text = (status: number, type: string | undefined, body: string) => (response: ServerResponse) => {
  response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
};

/** Every answer goes through here: none may hold the PIN, however it is looked at. */
function withoutPin(answer: ChangeAnswer): ChangeAnswer {
  const views = JSON.stringify(answer) + inspect(answer, { depth: null, showHidden: true });
  expect(views).not.toContain(pin);
  return answer;
}

const change = async (client: ReturnType<typeof pinServiceClient>, how = call) =>
  withoutPin(await client.change(userId, changeId, pin, how));

describe('answers that are not of the contract leave a change unknown', () => {
  const echo = { detail: `PIN ${pin} refused`, title: pin };
  test.each([
    ['an error of the service', problem(500, 'unavailable'), refused],
    ['an error of a gateway', text(502, 'text/html', '<html>Bad gateway</html>'), refused],
    [
      'a 503 that says when',
      problem(503, 'unavailable', { 'retry-after': '4' }),
      { ...refused, retryAfterMs: 4_000 },
    ],
    [
      'a 503 that says when by a date',
      problem(503, 'unavailable', { 'retry-after': 'Wed, 15 Jan 2025 12:00:30 GMT' }),
      { ...refused, retryAfterMs: 30_000 },
    ],
    ["a gateway's 404", text(404, 'text/html', '<html>Not found</html>'), refused],
    ["a gateway's 401", text(401, 'text/html', 'Who are you?'), refused],
    ["a gateway's 403 in JSON", text(403, 'application/json', '{"status":403,"code":"forbidden"}'), refused],
    ["a gateway's 429", text(429, 'text/plain', 'slow'), refused],
    ['a 409 without a code', json(409, { status: 409 }), refused],
    ['a problem of another status', json(409, { status: 422, code: 'pin_reused' }), refused],
    ['a 403 with another code', problem(403, 'quota_exceeded'), refused],
    ['a 404 that speaks of the change', problem(404, 'change_not_found'), refused],
    ['JSON that is none', text(200, 'application/json', '{"changeId":'), notOfContract],
    [
      'bytes that are no UTF-8',
      (r: ServerResponse) =>
        void r.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22])),
      notOfContract,
    ],
    ['nothing', text(200, 'application/json', ''), notOfContract],
    ['no content', text(204, undefined, ''), notOfContract],
    ['success in HTML', text(200, 'text/html', JSON.stringify(applied)), notOfContract],
    ['success without a type', text(200, undefined, JSON.stringify(applied)), notOfContract],
    ["another change's success", json(200, { ...applied, changeId: userId }), notOfContract],
    ['success without its time', json(200, { changeId, status: 'applied' }), notOfContract],
    ['a rejection without its code', json(200, { changeId, status: 'rejected' }), notOfContract],
    ['a status to come', json(200, { changeId, status: 'postponed' }), notOfContract],
    ['done under 202', json(202, applied), notOfContract],
    ['success under 201', json(201, applied), notOfContract],
    [
      'an endless body',
      text(200, 'application/json', `{"x":"${'x'.repeat(70_000)}"}`),
      { kind: 'unknown', fault: 'too_large' },
    ],
    ['a status nobody knows', text(299, 'text/plain', 'odd'), notOfContract],
    ['a problem that echoes the PIN', json(500, { status: 500, code: pin, ...echo }), refused],
  ])('%s', async (_name, answer, expected) => {
    const { client } = await standIn(answer, { now });
    expect(await change(client)).toEqual(expected);
  });

  test('a rejection whose code or text holds the PIN comes back without it', async () => {
    const { client } = await standIn(json(422, { status: 422, code: `pin_${pin}`, ...echo }));
    expect(await change(client)).toEqual({ kind: 'rejected', code: 'other' });
  });

  test('a redirect is not followed: the PIN goes nowhere else', async () => {
    const elsewhere = await standIn(json(200, applied));
    for (const status of [301, 302, 303, 307, 308]) {
      const { client } = await standIn((response) => {
        response.writeHead(status, { location: `${elsewhere.url}/v1/users/${userId}/pin` }).end();
      });
      expect(await change(client)).toMatchObject({ kind: 'unknown' });
    }
    expect(elsewhere.asked).toEqual([]);
  });
});

describe('a connection that breaks', () => {
  test('before the answer: unknown', async () => {
    const { client, asked } = await standIn((response) => void response.socket?.resetAndDestroy());
    expect(await change(client)).toEqual({ kind: 'unknown', fault: 'broken' });
    expect(asked).toHaveLength(1);
  });

  test('in the middle of the body: unknown', async () => {
    const { client } = await standIn((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"changeId":', () => response.socket?.destroy());
    });
    expect(await change(client)).toEqual({ kind: 'unknown', fault: 'broken' });
  });

  test('on a connection used before: unknown, and not sent a second time', async () => {
    let answers = 0;
    const { client, asked } = await standIn((response) => {
      answers += 1;
      if (answers === 1) json(200, applied)(response);
      else response.socket?.destroy();
    });
    expect(await change(client)).toMatchObject({ kind: 'applied' });
    expect(await change(client)).toEqual({ kind: 'unknown', fault: 'broken' });
    expect(asked).toHaveLength(2);
  });

  test('an answer that is no HTTP: unknown', async () => {
    const host = await tcpPort(
      (socket) => void socket.on('data', () => socket.end('220 mail.example ESMTP\r\n')),
    );
    expect(await change(pinServiceClient({ url: `http://${host}` }))).toEqual({
      kind: 'unknown',
      fault: 'broken',
    });
  });
});

describe('a service that is too slow', () => {
  test('to answer at all', async () => {
    const { client } = await standIn(() => {});
    expect(await change(client, brief)).toEqual({ kind: 'unknown', fault: 'timeout' });
  });

  test('after the headers: the limit covers the body', async () => {
    const { client } = await standIn((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    });
    expect(await change(client, brief)).toEqual({ kind: 'unknown', fault: 'timeout' });
  });

  test('a drip of a body does not begin the limit again', async () => {
    const { client } = await standIn((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await change(client, brief)).toEqual({ kind: 'unknown', fault: 'timeout' });
  });

  test('in the TLS handshake', async () => {
    const host = await tcpPort(() => {});
    const client = pinServiceClient({ url: `https://${host}` });
    expect(await change(client, brief)).toEqual({ kind: 'unknown', fault: 'timeout' });
  });

  test('account, look and withdraw end as well', async () => {
    const { client } = await standIn(() => {});
    expect(await client.account(userId, brief)).toEqual({ kind: 'away', fault: 'timeout' });
    expect(await client.look(changeId, brief)).toEqual({ kind: 'unknown', fault: 'timeout' });
    expect(await client.withdraw(changeId, brief)).toEqual({ kind: 'unknown', fault: 'timeout' });
  });
});

describe('what was provably not sent', () => {
  const notSent = { kind: 'not_sent', fault: 'no_connection' };

  test('a port that refuses', async () => {
    expect(await change(pinServiceClient({ url: `http://${await closedPort()}` }))).toEqual(notSent);
  });

  test('a host that does not exist', async () => {
    expect(await change(pinServiceClient({ url: 'http://pins.invalid' }))).toEqual(notSent);
  });

  test('TLS to a port that speaks plain HTTP', async () => {
    const { url, asked } = await standIn(json(200, applied));
    expect(await change(pinServiceClient({ url: url.replace('http:', 'https:') }))).toEqual(notSent);
    expect(asked).toEqual([]);
  });

  test('a connection that ends within the TLS handshake', async () => {
    const host = await tcpPort((socket) => void socket.once('data', () => socket.destroy()));
    expect(await change(pinServiceClient({ url: `https://${host}` }))).toEqual(notSent);
  });

  test('no token to be had', async () => {
    const token = () => Promise.reject(new Error('the identity endpoint is away'));
    const { client, asked } = await standIn(json(200, applied), { token });
    expect(await change(client)).toEqual({ kind: 'not_sent', fault: 'no_token' });
    expect(await client.account(userId, call)).toEqual({ kind: 'away', fault: 'no_token' });
    expect(await client.look(changeId, call)).toEqual({ kind: 'unknown', fault: 'no_token' });
    expect(asked).toEqual([]);
  });

  test('a token that does not come in time', async () => {
    const { client, asked } = await standIn(json(200, applied), { token: () => new Promise(() => {}) });
    expect(await change(client, brief)).toEqual({ kind: 'not_sent', fault: 'no_token' });
    expect(asked).toEqual([]);
  });

  test('a token that cannot stand in a header', async () => {
    const { client, asked } = await standIn(json(200, applied), { token: async () => 'two\r\nlines' });
    expect(await change(client)).toEqual({ kind: 'not_sent', fault: 'bad_request' });
    expect(asked).toEqual([]);
  });

  test('a call stopped before it began', async () => {
    const { client, asked } = await standIn(json(200, applied));
    expect(await change(client, { ...call, signal: AbortSignal.abort() })).toEqual({
      kind: 'not_sent',
      fault: 'stopped',
    });
    expect(asked).toEqual([]);
  });
});

test('a call stopped under way is unknown, and the connection ends', async () => {
  const stopping = new AbortController();
  const closed = Promise.withResolvers<void>();
  const { client } = await standIn((response) => {
    void once(response, 'close').then(() => closed.resolve());
    stopping.abort();
  });
  const answer = await change(client, { ...call, signal: stopping.signal });
  expect(answer).toEqual({ kind: 'unknown', fault: 'stopped' });
  await closed.promise;
});
