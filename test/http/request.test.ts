import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { placeOf } from '../../src/http/place.ts';
import { type HttpRequest, request } from '../../src/http/request.ts';
import { makeCertificate } from '../faults/certificates.ts';

const body = '{"pin":"739146280517"}';
const wanted = {
  method: 'PUT',
  path: '/x',
  headers: {},
  body,
  timeoutMs: 10_000,
  bodyLimitBytes: 100,
} as const;
const ask = (url: string, more: Partial<HttpRequest> = {}) =>
  request({ to: placeOf(url), ...wanted, ...more });

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
const answering = async (listener: RequestListener) =>
  `http://127.0.0.1:${await listen(createServer(listener))}`;

describe('a request', () => {
  it('keeps the path and the query of the place, and asks for a body without a coding', async () => {
    const seen: unknown[] = [];
    const url = await answering(({ method, url, headers }, response) => {
      seen.push([method, url, headers['accept-encoding'], headers['content-length']]);
      response.end('done');
    });
    const answer = await ask(`${url}/under//?key=1`);
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(answer.kind === 'answer' && answer.body.toString()).toBe('done');
    expect(seen).toEqual([['PUT', '/under/x?key=1', 'identity', String(body.length)]]);
  });

  it('goes over the connection of the one before', async () => {
    const ports: unknown[] = [];
    const url = await answering(({ socket }, response) => {
      ports.push(socket.remotePort);
      response.end();
    });
    for (let nth = 0; nth < 3; nth += 1) await ask(url);
    expect(new Set(ports).size).toBe(1);
    expect(ports).toHaveLength(3);
  });

  it('leaves a body alone that is too long or of no use', async () => {
    const url = await answering((_request, response) => {
      response.writeHead(502, { 'x-kind': 'page' }).write('x'.repeat(200));
    });
    expect(await ask(url)).toMatchObject({ kind: 'answer', status: 502, body: 'too_large' });
    expect(await ask(url, { wants: (headers) => headers['x-kind'] !== 'page' })).toMatchObject({
      kind: 'answer',
      status: 502,
      body: 'unwanted',
    });
  });

  it('that cannot be written is not sent', async () => {
    let asked = 0;
    const url = await answering((_request, response) => {
      asked += 1;
      response.end();
    });
    const notSent = { kind: 'failed', sent: 'no', why: 'bad_request' };
    expect(await ask(url, { path: '/two words' })).toEqual(notSent);
    expect(await ask(url, { headers: { 'x-kind': 'two\r\nlines' } })).toEqual(notSent);
    expect(await ask(url, { token: async () => 'two\r\nlines' })).toEqual(notSent);
    expect(asked).toBe(0);
  });

  it('is not sent where its token comes after its time', async () => {
    let asked = 0;
    const url = await answering((_request, response) => {
      asked += 1;
      response.end();
    });
    const late = Promise.withResolvers<string>();
    expect(await ask(url, { token: () => late.promise, timeoutMs: 20 })).toEqual({
      kind: 'failed',
      sent: 'no',
      why: 'no_token',
    });
    late.resolve('a.b.c');
    expect(await ask(url)).toMatchObject({ kind: 'answer' });
    expect(asked).toBe(1);
  });
});

it('writes nothing to a host whose certificate is not trusted', async () => {
  let bytes = 0;
  const folder = mkdtempSync(join(tmpdir(), 'request-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const server = createTlsServer(await makeCertificate(folder, 'stranger'), () => {
    bytes += 1;
  });
  server.on('secureConnection', (socket) =>
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    }),
  );
  const port = await listen(server);
  for (let nth = 0; nth < 3; nth += 1) {
    expect(await ask(`https://127.0.0.1:${port}`)).toEqual({ kind: 'failed', sent: 'no', why: 'untrusted' });
  }
  expect(bytes).toBe(0);
});

it.each(['ftp://127.0.0.1', 'https://user:word@127.0.0.1'])('knows no way to %s', (address) => {
  expect(() => placeOf(address)).toThrow(TypeError);
});

describe('a company’s proxy', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it.each([
    ['1', ['http://pins.invalid/x']],
    ['', []],
  ])('is asked where NODE_USE_ENV_PROXY is %j', async (use, expected) => {
    const asked: unknown[] = [];
    const proxy = await answering(({ url }, response) => {
      asked.push(url);
      response.end('by the proxy');
    });
    vi.stubEnv('NODE_USE_ENV_PROXY', use);
    vi.stubEnv('HTTP_PROXY', proxy);
    vi.stubEnv('http_proxy', proxy);
    vi.resetModules();
    const place = await import('../../src/http/place.ts');
    const answer = await request({ to: place.placeOf('http://pins.invalid'), ...wanted });
    expect(asked).toEqual(expected);
    expect(answer.kind).toBe(use ? 'answer' : 'failed');
  });
});
