import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import pino from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import { nothingAllowed, type Page } from './pages/page.ts';
import { isFromThisMachine, isRoutable } from './request-form.ts';

const maxBodyBytes = 256 * 1024;
/** Longer than proxies keep idle connections (nginx: 60 s): on one that the bot ends first, a request may be lost. */
const idleConnectionMs = 75_000;

/** What the server hands requests to. */
export interface ServerParts {
  messages(request: {
    authorization: string | undefined;
    body: unknown;
    flushed: Promise<void>;
  }): Promise<{ status: number; body?: unknown }>;
  /** Whether turns can be answered now, and what stands behind them. */
  readiness(): Promise<{
    ready: boolean;
    store: 'up' | 'down';
    pinService: 'up' | 'down';
    /** The bot's own, where the PIN service wants one. Down, it is only known whether the PIN service answers. */
    identity?: 'up' | 'down';
  }>;
  /** Where `GET /reset` leads. */
  resetUrl(): string;
  /** What is shown to whoever asks, by path. */
  pages: Record<string, Page>;
  /** Nobody is authenticated: only this machine, under its own name and through no proxy, may speak to the bot. */
  local: boolean;
  onFault(error: unknown): void;
}

/** HTTP and nothing else. No answer carries an error's text, and all of it runs before anybody is known. */
export function createServer(parts: ServerParts): Server {
  const server = restify.createServer({
    name: '',
    log: pino({ level: 'silent' }) as never,
    maxParamLength: 512,
  });
  guardFrontDoor(server, parts);
  outliveProxies(server);
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) parts.onFault(error);
      if (!response.headersSent) end(response, status < 500 ? status : 500);
      done();
    },
  );
  server.post(
    '/api/messages',
    onlyJson,
    restify.plugins.jsonBodyParser({ mapParams: false, maxBodySize: maxBodyBytes } as never),
    postMessages(parts),
  );
  server.get('/healthz', async (_request: Request, response: Response) =>
    end(response, 200, { status: 'ok' }),
  );
  server.get('/readyz', async (_request: Request, response: Response) => {
    const { ready, ...behind } = await parts.readiness();
    end(response, ready ? 200 : 503, behind);
  });
  server.get('/reset', async (_request: Request, response: Response) => {
    response.setHeader('Location', parts.resetUrl());
    end(response, 302);
  });
  for (const [path, page] of Object.entries(parts.pages)) servePage(server, path, page);
  return server;
}

function outliveProxies({ server }: Server): void {
  server.keepAliveTimeout = idleConnectionMs;
  // Closing ends what is idle by then; what falls idle later would hold up the end for as long.
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.once('finish', () => server.listening || setImmediate(() => server.closeIdleConnections()));
  });
}

/** `HEAD` too: whoever checks the links of an app's manifest may ask no more. */
function servePage(server: Server, path: string, { html, contentSecurityPolicy }: Page): void {
  const show = async (_request: Request, response: Response) =>
    send(response, 200, { type: 'text/html; charset=utf-8', text: html, contentSecurityPolicy });
  server.get(path, show);
  server.head(path, show);
}

function postMessages(parts: ServerParts) {
  return async (request: Request, response: Response): Promise<void> => {
    const flushed = new Promise<void>((resolve) => {
      response.once('finish', resolve);
      response.once('close', resolve);
    });
    try {
      const { authorization } = request.headers;
      const answer = await parts.messages({ authorization, body: request.body, flushed });
      end(response, answer.status, answer.body);
    } catch (error) {
      parts.onFault(error);
      end(response, 500);
    }
  };
}

/** Compressed bodies are counted before they are unpacked, and other types are parsed by other rules: neither is taken. */
function onlyJson(request: Request, response: Response, next: Next): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const plain = type === 'application/json' && request.headers['content-encoding'] === undefined;
  if (!plain) end(response, 415);
  next(plain ? undefined : false);
}

function end(response: Response, status: number, body?: unknown): void {
  if (body === undefined) send(response, status, { text: '' });
  else send(response, status, { type: 'application/json', text: JSON.stringify(body) });
}

/** Past restify's formatters, which pick a type by `Accept` and show an error's text. */
function send(
  response: Response,
  status: number,
  content: { type?: string; text: string; contentSecurityPolicy?: string },
): void {
  const { type, text, contentSecurityPolicy = nothingAllowed } = content;
  response.sendRaw(status, text, {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': contentSecurityPolicy,
  });
}

type FirstHandler = (request: IncomingMessage, response: ServerResponse) => false | undefined;

function guardFrontDoor(server: Server, parts: ServerParts): void {
  // Its type has no `first`, which runs before restify looks at anything. Returning false ends the request here.
  const { first } = server as unknown as { first: (handler: FirstHandler) => void };
  first.call(server, (request, response) => {
    const status = isRoutable(request) ? (parts.local && !isFromThisMachine(request) ? 403 : undefined) : 400;
    if (status === undefined) return undefined;
    // restify's writeHead returns nothing.
    response.writeHead(status, { Connection: 'close' });
    response.end();
    return false;
  });
  // Without an answer an upgrade would hold its connection open for ever.
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    // Node has taken its own listener off: a reset would end the process.
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
}
