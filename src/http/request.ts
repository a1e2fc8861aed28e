import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Place } from './place.ts';

/** One request. It is never repeated, and no redirect is followed. */
export interface HttpRequest {
  to: Place;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the place on: `/v1/users`. */
  path: string;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Gets the bearer token, where one is wanted. */
  token?: (() => Promise<string>) | undefined;
  /** For all of it: the token, the connection, the answer and its body. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** A longer body is left alone. */
  bodyLimitBytes: number;
  /** Whether the body is of use. What is not asked for is left alone. */
  wants?: (headers: IncomingHttpHeaders) => boolean;
}

/** Why no answer came. `no_token` and `bad_request`: there was nothing to send. */
export type NoAnswer =
  | 'no_token'
  | 'bad_request'
  | 'no_connection'
  | 'untrusted'
  | 'broken'
  | 'timeout'
  | 'stopped';

/** What one request brought. `sent: 'no'` is proof that nothing of it reached the other side. */
export type Outcome =
  | { kind: 'answer'; status: number; headers: IncomingHttpHeaders; body: Buffer | 'too_large' | 'unwanted' }
  | { kind: 'failed'; sent: 'no' | 'maybe'; why: NoAnswer };

/** Never rejects, and no error leaves it, because errors may quote headers and addresses. */
export function request(wanted: HttpRequest): Promise<Outcome> {
  const { token, timeoutMs, signal } = wanted;
  if (signal?.aborted) return Promise.resolve(notSent('stopped'));
  return new Promise((resolve) => {
    let over = false;
    let call: ClientRequest | undefined;
    const settle = (outcome: Outcome): void => {
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(outcome);
    };
    const cut = (why: 'timeout' | 'stopped'): void => {
      if (call) settle({ kind: 'failed', sent: 'maybe', why });
      // A token that does not come in time is the identity's failing.
      else settle(notSent(why === 'timeout' ? 'no_token' : why));
      call?.destroy();
    };
    const stop = () => cut('stopped');
    const timer = setTimeout(cut, timeoutMs, 'timeout');
    signal?.addEventListener('abort', stop, { once: true });
    const begin = (bearer?: string): void => {
      if (over) return;
      try {
        call = start(wanted, bearer, settle);
      } catch {
        settle(notSent('bad_request'));
      }
    };
    if (token) gotten(token).then(begin, () => settle(notSent('no_token')));
    else begin();
  });
}

/** A source that throws at once has no token either. */
const gotten = async (token: () => Promise<string>): Promise<string> => token();

const notSent = (why: NoAnswer): Outcome => ({ kind: 'failed', sent: 'no', why });

/** @throws where the path or a header holds what cannot stand there */
function start(
  wanted: HttpRequest,
  bearer: string | undefined,
  settle: (outcome: Outcome) => void,
): ClientRequest {
  const { to, method, path, body } = wanted;
  // No coding of the body but its own: nothing here would undo another.
  const headers: Record<string, string> = { ...wanted.headers, 'accept-encoding': 'identity' };
  if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
  const { agent, host, port } = to;
  const call = to.open({ agent, host, port, method, path: `${to.basePath}${path}${to.query}`, headers });
  let begun = false;
  call.once('socket', (socket) =>
    whenConnected(socket, () => {
      if (call.destroyed) return;
      begun = true;
      // Head and body in one write.
      call.end(body);
    }),
  );
  call.on('error', (error) =>
    settle(begun ? { kind: 'failed', sent: 'maybe', why: 'broken' } : notSent(whyUnconnected(error))),
  );
  // Nobody asked for another protocol.
  call.once('upgrade', (_response, socket) => {
    socket.destroy();
    settle({ kind: 'failed', sent: 'maybe', why: 'broken' });
  });
  call.once('response', (response) => read(wanted, response, settle));
  return call;
}

/**
 * Nothing is handed to a connection before it is made, and its certificate trusted: the same error (ECONNRESET) may end a
 * handshake or a request under way, and only so it is known which.
 */
function whenConnected(socket: Socket, act: () => void): void {
  // Null until the handshake is done.
  if (socket instanceof TLSSocket) socket.alpnProtocol === null ? socket.once('secureConnect', act) : act();
  else if (socket.connecting) socket.once('connect', act);
  else act();
}

/** What Node and OpenSSL call a certificate that cannot be trusted, or that is another host's. */
const untrusted =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS_CERT_ALTNAME_INVALID)/;

const whyUnconnected = (error: NodeJS.ErrnoException): NoAnswer =>
  untrusted.test(error.code ?? '') ? 'untrusted' : 'no_connection';

function read(
  { wants, bodyLimitBytes }: HttpRequest,
  response: IncomingMessage,
  settle: (outcome: Outcome) => void,
): void {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let size = 0;
  const leave = (why: 'too_large' | 'unwanted'): void => {
    settle({ kind: 'answer', status, headers, body: why });
    response.destroy();
  };
  response.on('error', () => settle({ kind: 'failed', sent: 'maybe', why: 'broken' }));
  if (wants?.(headers) === false) leave('unwanted');
  response.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) leave('too_large');
    else chunks.push(chunk);
  });
  response.once('end', () =>
    settle({
      kind: 'answer',
      status,
      headers,
      body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
    }),
  );
}
