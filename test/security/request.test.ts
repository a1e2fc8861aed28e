import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../flow/house.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';
import { answersIn, send, writeRaw } from './wire.ts';

let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse();
});
afterAll(() => house.close());

const json = { 'content-type': 'application/json' };
const activity = () => house.guest(people.ordinary).activity({ type: 'message', text: 'reset my PIN' });
/** A sound activity under a sound token: only what the case says is wrong with the request. */
async function post(headers: Record<string, string>, body?: string | Buffer | Iterable<Buffer>, more = {}) {
  const authorization = await house.authorization();
  return send(
    house.bot().url,
    { headers: { authorization, ...headers }, ...more },
    body ?? JSON.stringify(activity()),
  );
}
const megabytes = function* (many: number) {
  for (let nth = 0; nth < many; nth += 1) yield Buffer.alloc(1024 * 1024, 0x20);
};

describe('a body of another type', () => {
  const boundary = '----x';
  const multipart = `--${boundary}\r\ncontent-disposition: form-data; name="activity"; filename="a.json"\r\n\r\n{}\r\n--${boundary}--\r\n`;

  it.each<[string, Record<string, string>, string?]>([
    ['form fields', { 'content-type': 'application/x-www-form-urlencoded' }, 'type=message&text=reset'],
    ['multipart', { 'content-type': `multipart/form-data; boundary=${boundary}` }, multipart],
    ['plain text', { 'content-type': 'text/plain' }],
    ['text that calls itself JSON', { 'content-type': 'text/json' }],
    ['another JSON', { 'content-type': 'application/vnd.api+json' }],
    ['bytes', { 'content-type': 'application/octet-stream' }],
    ['XML', { 'content-type': 'application/xml' }, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'],
    ['two types', { 'content-type': 'application/json, text/plain' }],
    ['no type', {}],
  ])('is refused: %s', async (_what, headers, body) => {
    await house.expectRefused(() => post(headers, body), 415);
  });
});

describe('a compressed body', () => {
  const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024, 0x20));
  it.each<[string, string, Buffer | undefined]>([
    ['a gzip bomb', 'gzip', bomb],
    ['a gzip bomb by another name', 'x-gzip', bomb],
    ['in any case', 'GZip', bomb],
    ['twice', 'gzip, gzip', gzipSync(bomb)],
    ['deflate', 'deflate', undefined],
    ['brotli', 'br', undefined],
    ['none, by name', 'identity', undefined],
    ['an unknown one', 'x', undefined],
  ])('is refused unread: %s', async (_what, encoding, body) => {
    await house.expectRefused(() => post({ ...json, 'content-encoding': encoding }, body), 415);
  });
});

describe('a large body', () => {
  it('of 50 MB is refused, its length told', async () => {
    const headers = { ...json, 'content-length': String(50 * 1024 * 1024) };
    await house.expectRefused(() => post(headers, megabytes(50)), 413);
  });

  it('of 50 MB is refused, by chunks', async () => {
    await house.expectRefused(() => post({ ...json, 'transfer-encoding': 'chunked' }, megabytes(50)), 413);
  });

  it.each<[string, string]>([
    ['one text', JSON.stringify({ text: 'x'.repeat(300_000) })],
    ['many members', `{${Array.from({ length: 30_000 }, (_, nth) => `"k${nth}":0`).join(',')}}`],
    ['a list', `[${'0,'.repeat(150_000)}0]`],
    ['levels', `${'['.repeat(140_000)}${']'.repeat(140_000)}`],
  ])('just over the limit is refused: %s', async (_what, body) => {
    await house.expectRefused(() => post(json, body), 413);
  });

  it.each<[string, string]>([
    ['100,000 levels of lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['40,000 levels of objects', `${'{"a":'.repeat(40_000)}0${'}'.repeat(40_000)}`],
    ['100,000 levels never closed', '['.repeat(200_000)],
    ['a list of 100,000', `[${'0,'.repeat(100_000)}0]`],
    ['a number of 100,000 digits', '9'.repeat(100_000)],
    ['a number beyond all', '1e999999'],
  ])('within the limit that is no activity is refused: %s', async (_what, body) => {
    await house.expectRefused(() => post(json, body), 400);
  });
});

describe('a body that is no JSON', () => {
  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['blanks', '   '],
    ['half an object', '{"type":"message"'],
    ['two objects', '{}{}'],
    ['a comment', '/* */ {}'],
    ['single quotes', "{'type':'message'}"],
    ['NaN', '{"type":NaN}'],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x80, 0xc0])],
    ['NULs', Buffer.alloc(64)],
  ])('is refused: %s', async (_what, body) => {
    await house.expectRefused(() => post(json, body), 400);
  });

  it('is refused: a digest that does not fit', async () => {
    await house.expectRefused(() => post({ ...json, 'content-md5': 'x' }), 400);
  });
});

describe('another method or path', () => {
  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'HEAD', 'PROPFIND'])(
    '%s is refused',
    async (method) => {
      await house.expectRefused(() => post(json, '', { method }), 405, 404);
    },
  );

  it.each([
    '//api/messages',
    '/api//messages',
    '/API/MESSAGES',
    '/api/messages/',
    '/api/messages/../../etc/passwd',
    '/api/messages/..%2f..%2fetc%2fpasswd',
    '/../../../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/api/messages%00',
    '/api/messages;x=1',
    '/.env',
    '/cards/form.json',
    '/node_modules/zod/package.json',
    '/constructor',
    '/__proto__',
    '/metrics',
  ])('%s leads nowhere', async (path) => {
    await house.expectRefused(() => post(json, undefined, { path }), 404, 400, 405);
    await house.expectRefused(() => send(house.bot().url, { method: 'GET', path }), 404, 400, 405);
  });

  it('a method named in a header does not count', async () => {
    const overriding = { 'x-http-method-override': 'POST', 'x-http-method': 'POST' };
    await house.expectRefused(() => post({ ...json, ...overriding }, undefined, { method: 'PUT' }), 405, 404);
  });
});

/** Requests as bytes; the bot ends the connection, because none of them is to be trusted with a second one. */
describe('a request that two readers would read in two ways', () => {
  const hidden = 'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n';
  const type = 'Content-Type: application/json\r\n';
  const start = `${hidden}${type}`;
  const shapes: [string, string][] = [
    [
      'a length and chunks',
      `${start}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}\r\n`,
    ],
    [
      'chunks and a length',
      `${start}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${hidden}\r\n`,
    ],
    ['two lengths', `${start}Content-Length: 0\r\nContent-Length: 44\r\n\r\n${hidden}\r\n`],
    ['a length that is a list', `${start}Content-Length: 0, 44\r\n\r\n${hidden}\r\n`],
    ['a length below nothing', `${start}Content-Length: -1\r\n\r\n{}`],
    ['a length that is no number', `${start}Content-Length: 2x\r\n\r\n{}`],
    ['a length with a sign', `${start}Content-Length: +2\r\n\r\n{}`],
    ['another transfer', `${start}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['two transfers', `${start}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a transfer before a colon', `${start}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`],
    ['a chunk of a bad length', `${start}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['a header that is folded', `${start}X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}`],
    ['a header that begins with a blank', `${start} Content-Length: 2\r\n\r\n{}`],
    ['a header without a name', `${start}: x\r\nContent-Length: 2\r\n\r\n{}`],
    ['a NUL in a header', `${start}X: a\0b\r\nContent-Length: 2\r\n\r\n{}`],
    ['lines that end without a return', start.replaceAll('\r\n', '\n').concat('Content-Length: 2\n\n{}')],
    ['no host', `POST /api/messages HTTP/1.1\r\n${type}Content-Length: 2\r\nConnection: close\r\n\r\n{}`],
    ['a host that is none', `POST /api/messages HTTP/1.1\r\nHost: a b\r\n${type}Content-Length: 2\r\n\r\n{}`],
    ['a whole address as path', `POST http://evil.example/api/messages HTTP/1.1\r\nHost: x\r\n${type}\r\n`],
    ['CONNECT', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['another version', `POST /api/messages HTTP/9.9\r\nHost: x\r\n${type}\r\n`],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ];

  it.each(shapes)('is refused, once: %s', async (_what, bytes) => {
    await house.expectRefused(async () => {
      const received = await writeRaw(house.bot().url, bytes);
      const answers = answersIn(received);
      expect(answers.length).toBeLessThanOrEqual(1);
      return answers[0] ?? { status: 400, text: '' };
    }, 400);
  });

  it.each<[string, string, number]>([
    ['very many', Array.from({ length: 5_000 }, (_, nth) => `x-${nth}: 1\r\n`).join(''), 431],
    ['a very long one', `x: ${'a'.repeat(64_000)}\r\n`, 431],
    ['many of one name', 'authorization: Bearer a.b.c\r\n'.repeat(300), 400],
    ['a token of 12 kB', `authorization: Bearer ${'a'.repeat(12_000)}.b.c\r\n`, 400],
  ])('headers are not taken without end: %s', async (_what, headers, status) => {
    await house.expectRefused(async () => {
      const head = `${start}${headers}Content-Length: 2\r\nConnection: close\r\n\r\n`;
      const [answer] = answersIn(await writeRaw(house.bot().url, head, '{}'));
      // The reset that follows may overtake it.
      return answer ?? { status, text: '' };
    }, status);
  });
});

describe('a request that is never finished', () => {
  const head = 'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';
  it.each<[string, string]>([
    ['its headers', head],
    ['its body, of a length', `${head}Content-Length: 1000\r\n\r\n{"type":`],
    ['its body, by chunks', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"typ`],
  ])('two hundred of them keep nobody else waiting, and change nothing: %s', async (_what, bytes) => {
    const before = await house.state();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => opened(bytes)));
    await house.expectRefused(() => house.guest(people.ordinary).say('help', { type: null }), 400);
    for (const socket of sockets) socket.resetAndDestroy();
    await house.expectRefused(() => house.guest(people.ordinary).say('help', { type: null }), 400);
    expect(await house.state()).toEqual(before);
  });

  async function opened(bytes: string) {
    const socket = connect(Number(new URL(house.bot().url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
    return socket;
  }
});

it('none of this is a fault, and the next one is served', async () => {
  house.expectNoFault();
  await house.expectAnswered(() => house.guest(people.ordinary).say('help'));
});
