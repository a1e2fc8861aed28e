import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createServer } from '../../src/server.ts';

/** As a proxy before the bot keeps them: open for the next request. */
const proxy = new Agent({ keepAlive: true });
afterEach(() => proxy.destroy());

async function listening() {
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const server = createServer({
    async messages() {
      asked.resolve();
      await held.promise;
      return { status: 200 };
    },
    readiness: async () => ({ ready: true, store: 'up', pinService: 'up' }),
    resetUrl: () => 'https://teams.example/',
    pages: {},
    local: false,
    onFault: (error) => {
      throw error;
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  async function ask(method: string, path: string): Promise<IncomingMessage> {
    const headers = { 'content-type': 'application/json' };
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: proxy });
    outgoing.end(method === 'POST' ? '{}' : '');
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.resume();
    return answer;
  }
  return { server, ask, asked: asked.promise, goOn: held.resolve };
}

describe('a connection that a proxy keeps', () => {
  it('is kept for longer than nginx keeps it, which is a minute', async () => {
    const { server, ask } = await listening();
    const { headers } = await ask('GET', '/healthz');
    expect(headers.connection).toBe('keep-alive');
    expect(Number(/timeout=(\d+)/.exec(String(headers['keep-alive']))?.[1])).toBeGreaterThan(60);
    server.close();
  });

  it('does not hold up the end: neither an idle one, nor one whose answer is still to come', async () => {
    const { server, ask, asked, goOn } = await listening();
    await ask('GET', '/healthz');
    const answer = ask('POST', '/api/messages');
    await asked;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    goOn();
    expect((await answer).statusCode).toBe(200);
    await expect(closed).resolves.toBeUndefined();
  });
});
