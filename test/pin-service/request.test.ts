import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, contractClient, expectProblem, send } from './contract.ts';
import { type RunningPinService, startPinService } from './run-service.ts';

const robin = 'robin.castellan@contoso.example';
const secret = '918273645091';
let service: RunningPinService;
let ask: ReturnType<typeof contractClient>;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pin-service-'));
  service = await startPinService({ dataDir });
  ask = contractClient(service.url);
  return async () => {
    await service.stop();
    rmSync(dataDir, { recursive: true });
  };
});

const malformed: [what: string, body: RequestInit['body'], headers?: Record<string, string>][] = [
  ['no body', ''],
  ['half of a body', `{"pin":"${secret}`],
  ['an array', `["${secret}"]`],
  ['a string', `"${secret}"`],
  ['null', 'null'],
  ['a number for a PIN', `{"pin":${secret}}`],
  ['null for a PIN', '{"pin":null}'],
  ['no PIN', '{}'],
  ['a member too many', `{"pin":"${secret}","user":"x"}`],
  ['more than 8 kB', `{"pin":"${secret}"${' '.repeat(9_000)}}`],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ['UTF-16', Buffer.from(`{"pin":"${secret}"}`, 'utf16le')],
  ['another type', `{"pin":"${secret}"}`, { 'content-type': 'text/plain' }],
  ['a form', `pin=${secret}`, { 'content-type': 'application/x-www-form-urlencoded' }],
  ['another character set', `{"pin":"${secret}"}`, { 'content-type': 'application/json; charset=latin1' }],
  ['gzip', gzipSync(`{"pin":"${secret}"}`), { 'content-encoding': 'gzip' }],
  ['the identity encoding', `{"pin":"${secret}"}`, { 'content-encoding': 'identity' }],
];

test.each(malformed)(
  '%s is refused, quotes nothing, and leaves nothing behind',
  async (_what, raw, headers) => {
    const key = randomUUID();
    const { status, body } = await ask.put(robin, key, { raw }, headers);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect((await ask.change(key)).body.code).toBe('change_not_found');
    expect((await ask.account(robin)).body.pinSet).toBe(false);
  },
);

test.each(['', 'x', '0d5a6b3e', '0d5a6b3e94c14f0a8a572f6c1b7e0200', `${randomUUID()}0`])(
  'the change id %j is refused',
  async (id) => {
    expect((await ask.put(robin, id, secret)).body.code).toBe('invalid_request');
    if (id === '') return;
    expect((await ask.change(id)).body.code).toBe('invalid_request');
    expect((await ask.withdraw(id)).body.code).toBe('invalid_request');
  },
);

test('a change without a key is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ pin: secret });
  const answer = await send(`${service.url}/v1/users/${robin}/pin`, { method: 'PUT', headers, body });
  expectProblem(answer, 400, 'invalid_request');
});

test('a user id of more than 320 characters is refused', async () => {
  expect((await ask.account('x'.repeat(321))).body.code).toBe('invalid_request');
  expect((await ask.put('x'.repeat(321), randomUUID(), secret)).body.code).toBe('invalid_request');
});

const elsewhere: [method: string, path: string, status: number][] = [
  ['GET', '/', 404],
  ['GET', '/v1/users', 404],
  ['GET', `//v1/users/${robin}/pin`, 404],
  ['GET', '/v1/users//pin', 400],
  ['GET', '/v1/users/%zz/pin', 400],
  ['POST', `/v1/users/${robin}/pin`, 405],
  ['PATCH', `/v1/users/${robin}/pin`, 405],
  ['OPTIONS', `/v1/users/${robin}/pin`, 405],
  ['PUT', `/v1/pin-changes/${randomUUID()}`, 405],
];

test.each(elsewhere)('%s %s is answered %i with a problem', async (method, path, status) => {
  expectProblem(await send(service.url + path, { method }), status, 'invalid_request');
});

test('what the client accepts does not change what it gets', async () => {
  const headers = { accept: 'text/html' };
  expectProblem(await send(`${service.url}/`, { headers }), 404, 'invalid_request');
  const { status } = await send(`${service.url}/v1/users/${robin}/pin`, { headers });
  expect(status).toBe(200);
});

/** Sends headers that fetch would not, or bytes that are no request. */
async function sendBytes(bytes: string): Promise<Answer> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [, status] = head.split(' ', 2);
  const type = /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? '';
  return { status: Number(status), headers: new Headers({ 'content-type': type }), body: JSON.parse(body) };
}

const get = `GET /v1/users/${robin}/pin HTTP/1.1\r\nConnection: close\r\n`;

test.each([
  ['another name', 'Host: evil.example\r\n'],
  ['Forwarded', 'Host: localhost\r\nForwarded: for=192.0.2.1\r\n'],
  ['X-Forwarded-For', 'Host: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.1\r\n'],
])('a request by way of %s is forbidden', async (_what, headers) => {
  expectProblem(await sendBytes(`${get}${headers}\r\n`), 403, 'forbidden');
});

test.each([
  ['no Host', `${get}\r\n`, 400],
  ['a Host that is none', `${get}Host: a b:c\r\n\r\n`, 400],
  ['a Host that swallows the path', `${get}Host: localhost:99999\r\n\r\n`, 400],
  ['a path that is none', 'GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['too long a header', `${get}Host: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['an expectation', `${get}Host: localhost\r\nExpect: tea\r\n\r\n`, 417],
  ['an upgrade', 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: tea\r\n\r\n', 400],
])('%s is answered with a problem, and the service lives on', async (_what, bytes, status) => {
  expectProblem(await sendBytes(bytes), status, 'invalid_request');
  expect((await ask.account(robin)).status).toBe(200);
});

test('a client that goes away in the middle of a body leaves nothing behind', async () => {
  const key = randomUUID();
  const headers = { 'idempotency-key': key, 'content-type': 'application/json', 'content-length': '30' };
  const put = request(`${service.url}/v1/users/${robin}/pin`, { method: 'PUT', headers });
  const closed = new Promise((resolve) => put.on('error', () => undefined).on('close', resolve));
  await new Promise((resolve) => put.write(`{"pin":"${secret}`, resolve));
  put.destroy();
  await closed;
  expect((await ask.account(robin)).body.pinSet).toBe(false);
  expect((await ask.change(key)).body.code).toBe('change_not_found');
});

test('none of this was a fault of the service, and it wrote no PIN anywhere', () => {
  expect(service.logs()).toBe(`PIN service listening on ${service.url}\n`);
});
