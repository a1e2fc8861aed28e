import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificates.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** One request about a change, on its way from the bot to the PIN service. */
export interface Exchange {
  method: string;
  changeId: string;
  body: string;
  /** Sends it on to the service, whether or not the bot still waits. */
  forward: () => Promise<Answer>;
  answer: (answer: Answer) => void;
  /** Ends the connection without an answer. */
  reset: () => void;
  /** When the bot waits no longer. */
  callerGone: Promise<void>;
  /** When the person has read what a change under way says. */
  read: Promise<void>;
}

/** What becomes of each request about one person's change. Says whether it did anything but pass it on. */
export type Handler = (exchange: Exchange) => Promise<'passed' | 'hit'>;

interface Person {
  handler: Handler;
  read: PromiseWithResolvers<void>;
  reached: PromiseWithResolvers<void>;
  /** Requests about the person's change that were not simply passed on, by method. */
  hits: string[];
  changeIds: Set<string>;
}

export const pass = async (exchange: Exchange): Promise<'passed'> => {
  exchange.answer(await exchange.forward());
  return 'passed';
};

/**
 * Stands between the bot and the PIN service, and does to each person's change what is to be done to it. The change's
 * `PUT` names the person; what is asked of its id later is about the same one. All else goes through.
 */
export async function startProxy(serviceUrl: string, certificate?: Certificate) {
  const people = new Map<string, Person>();
  const owners = new Map<string, Person>();
  const unforeseen: string[] = [];
  const listener: RequestListener = (request, response) => {
    void carry(request, response).catch((error: unknown) => {
      unforeseen.push(String(error));
      response.socket?.destroy();
    });
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method = '', path = ''] = [request.method, request.url];
    const body = await bodyOf(request);
    const [, userId] = /^\/v1\/users\/([^/]+)\/pin$/.exec(path) ?? [];
    const [, asked] = /^\/v1\/pin-changes\/([^/]+)$/.exec(path) ?? [];
    const changeId = asked ?? String(request.headers['idempotency-key'] ?? '');
    const person = method === 'PUT' ? people.get(userId ?? '') : owners.get(changeId);
    if (person && method === 'PUT') {
      owners.set(changeId, person);
      person.changeIds.add(changeId);
      person.reached.resolve();
    }
    if (!userId && !asked) unforeseen.push(`${method} ${path}`);
    const exchange: Exchange = {
      method,
      changeId,
      body: body.toString(),
      forward: () => forward(`${serviceUrl}${path}`, request, body),
      answer: ({ status, headers, body: text }) => {
        if (!response.destroyed) response.writeHead(status, headers).end(text);
      },
      reset: () => void request.socket.resetAndDestroy(),
      callerGone: once(response, 'close').then(() => {}),
      read: person?.read.promise ?? Promise.resolve(),
    };
    if ((await (person?.handler ?? pass)(exchange)) === 'hit') person?.hits.push(method);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    /** Requests that nobody should have made, and what went wrong in here. */
    unforeseen,
    /** Does this to the changes of a person from now on. */
    meet(userId: string, handler: Handler) {
      const [read, reached] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const person: Person = { handler, read, reached, hits: [], changeIds: new Set() };
      people.set(userId, person);
      return { ...person, read: () => read.resolve(), reached: reached.promise };
    },
    /** Shows this certificate to every connection from now on, and ends those that have seen another. */
    show(other: Certificate) {
      (server as TlsServer).setSecureContext(other);
      server.closeAllConnections();
    },
    /** Calls back at each connection whose TLS handshake the bot breaks off; returns what ends that. */
    onBrokenHandshake(call: () => void): () => void {
      server.on('tlsClientError', call);
      return () => void server.off('tlsClientError', call);
    },
    async stop() {
      const closed = server.listening ? once(server, 'close') : undefined;
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
export type FaultyWay = Awaited<ReturnType<typeof startProxy>>;

async function forward(url: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const names = ['content-type', 'accept', 'accept-language', 'idempotency-key', 'x-correlation-id'];
  const given = names.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value] as [string, string]] : [];
  });
  const method = request.method ?? 'GET';
  const init = { method, headers: Object.fromEntries(given) };
  const response = await fetch(url, method === 'PUT' ? { ...init, body: new Uint8Array(body) } : init);
  const kept = ['content-type', 'retry-after'].flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return { status: response.status, headers: Object.fromEntries(kept), body: await response.text() };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
