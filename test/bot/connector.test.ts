import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createConnector } from '../../src/bot/connector.ts';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A connector that answers every request alike. */
async function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
  const url = await listening(server);
  const connector = createConnector({ token: undefined, mayCall: () => true });
  return connector.send(url, 'a:1', { type: 'message' });
}
const error = (code: string) => JSON.stringify({ error: { code, message: 'no' } });

describe('the connector', () => {
  it.each([
    ['BotNotInConversationRoster', 403, 'blocked'],
    ['ConversationBlockedByUser', 403, 'blocked'],
    ['BotDisabledByAdmin', 403, 'blocked'],
    ['ConversationNotFound', 404, 'gone'],
  ])('takes %s for the word of the channel', async (code, status, kind) => {
    expect(await answering(status, error(code))).toEqual({ kind });
  });

  it.each([
    [403, '<html>Forbidden</html>'],
    [404, '<html>Not found</html>'],
    [404, ''],
    [403, '{"message":"no such route"}'],
    [404, 'null'],
    [400, '<html>Bad request</html>'],
    [405, ''],
    [302, ''],
  ])("takes a gateway's %i %j for no answer, and tries again", async (status, body) => {
    expect(await answering(status, body)).toEqual({ kind: 'later', status });
  });

  it('tries again where its token is not taken just now', async () => {
    expect(await answering(401, error('Unauthorized'))).toEqual({ kind: 'later', status: 401 });
  });

  it('takes the word of the channel that a message is bad', async () => {
    expect(await answering(400, error('BadSyntax'))).toEqual({ kind: 'refused', status: 400 });
  });

  it('waits for as long as it is asked to, by seconds or by a date', async () => {
    expect(await answering(429, error('Throttled'), { 'retry-after': '7' })).toEqual({
      kind: 'later',
      status: 429,
      afterMs: 7_000,
    });
    const answer = await answering(503, '', {
      'retry-after': new Date(Date.now() + 3_600_000).toUTCString(),
    });
    expect(answer).toMatchObject({ kind: 'later', status: 503, afterMs: expect.any(Number) });
  });

  it('does not take a wait of nothing for one', async () => {
    expect(await answering(429, '', { 'retry-after': '0' })).toEqual({ kind: 'later', status: 429 });
  });

  it('waits for its token no longer than for an answer', async () => {
    const silent = () => new Promise<string>(() => {});
    const withinMs = { send: 20, member: 20 };
    const connector = createConnector({ token: silent, mayCall: () => true, withinMs });
    const url = 'https://connector.example/';
    expect(await connector.send(url, 'a:1', { type: 'message' })).toEqual({
      kind: 'later',
      status: undefined,
    });
    expect(await connector.member(url, 'a:1', '29:x')).toEqual({ kind: 'away', status: undefined });
  });

  it.each(['.', '..', '\ud800'])(
    'sends nothing where an id is %j, which cannot stand in an address',
    async (id) => {
      let asked = 0;
      const server = createServer((_request, response) => {
        asked += 1;
        response.writeHead(200).end('{}');
      });
      const connector = createConnector({ token: undefined, mayCall: () => true });
      const url = await listening(server);
      expect(await connector.update(url, id, '1', {})).toEqual({ kind: 'later', status: undefined });
      expect(await connector.member(url, 'a:1', id)).toEqual({ kind: 'away', status: undefined });
      expect(await connector.member(url, 'a:1', '29:x')).toEqual({ kind: 'found', member: {} });
      expect(asked).toBe(1);
    },
  );

  it('writes each id whole into the address, behind the path that the address has', async () => {
    const asked: unknown[] = [];
    const server = createServer(({ method, url, headers }, response) => {
      asked.push([method, url, headers.authorization]);
      response.writeHead(200).end('{}');
    });
    const connector = createConnector({ token: async () => 'a.b.c', mayCall: () => true });
    const url = await listening(server);
    await connector.update(`${url}amer//`, 'a:1/2?x', '%2e%2e', {});
    await connector.remove(url, '19:é@thread.v2', 'f:1');
    expect(asked).toEqual([
      ['PUT', '/amer/v3/conversations/a%3A1%2F2%3Fx/activities/%252e%252e', 'Bearer a.b.c'],
      ['DELETE', '/v3/conversations/19%3A%C3%A9%40thread.v2/activities/f%3A1', 'Bearer a.b.c'],
    ]);
  });

  it('asks nobody at an address that is not allowed, nor gets a token for it', async () => {
    let tokens = 0;
    const token = async () => {
      tokens += 1;
      return 'token';
    };
    const server = createServer((_request, response) => void response.writeHead(200).end('{"id":"1"}'));
    const url = await listening(server);
    const connector = createConnector({ token, mayCall: (address) => address === url });
    for (const address of [`${url}/`, url.replace('127.0.0.1', 'localhost')]) {
      expect(await connector.send(address, 'a:1', {})).toEqual({ kind: 'blocked' });
      expect(await connector.send(address, 'a:1', {})).toEqual({ kind: 'blocked' });
    }
    expect(tokens).toBe(0);
    expect(await connector.send(url, 'a:1', {})).toEqual({ kind: 'sent', id: '1' });
  });
});
