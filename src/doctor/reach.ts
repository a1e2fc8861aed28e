import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ConnectionFailure, failureOf } from './connection-failure.ts';

/** How far a connection came. `steps` tells how long each took, such as `DNS 3 ms, TCP 12 ms, TLS 30 ms`. */
export type Reached =
  | { kind: 'reached'; addresses: string[]; steps: string }
  | { kind: 'failed'; failure: ConnectionFailure };

/** Connects to an address as a request would, step by step, and hangs up. Never throws. */
export async function reach(url: URL, withinMs: number): Promise<Reached> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443);
  const steps: string[] = [];
  const timed = async <T>(name: string, step: Promise<T>): Promise<T> => {
    const begun = performance.now();
    const outcome = await step;
    steps.push(`${name} ${Math.round(performance.now() - begun)} ms`);
    return outcome;
  };
  let socket: Socket | undefined;
  let stage: ConnectionFailure['stage'] = 'dns';
  try {
    const found = await timed('DNS', lookup(host, { all: true }));
    stage = 'tcp';
    socket = quiet(connectTcp({ host, port, autoSelectFamily: true }));
    await timed('TCP', within(withinMs, socket, once(socket, 'connect')));
    if (url.protocol === 'https:') {
      stage = 'tls';
      // A name is needed for the certificate; an address must not be sent as one.
      const secure = quiet(connectTls({ socket, host, ...(isName(host) ? { servername: host } : {}) }));
      socket = secure;
      await timed('TLS', within(withinMs, secure, once(secure, 'secureConnect')));
    }
    return { kind: 'reached', addresses: found.map(({ address }) => address), steps: steps.join(', ') };
  } catch (error) {
    return { kind: 'failed', failure: { stage, code: failureOf(error).code } };
  } finally {
    socket?.destroy();
  }
}

/** A handshake that nobody goes on with would be waited for without end. */
async function within<T>(limitMs: number, socket: Socket, step: Promise<T>): Promise<T> {
  const timer = setTimeout(
    () => socket.destroy(Object.assign(new Error('Too slow'), { code: 'ETIMEDOUT' })),
    limitMs,
  );
  try {
    return await step;
  } finally {
    clearTimeout(timer);
  }
}

/** An error that comes when nobody waits any more would end the process. */
function quiet<T extends Socket>(socket: T): T {
  socket.on('error', () => {});
  return socket;
}

const isName = (host: string): boolean => /[a-z]/i.test(host) && !host.includes(':');

/** Whether requests go through a proxy, so that a direct connection would say nothing. */
export function goesByProxy(url: URL): boolean {
  const { HTTPS_PROXY, https_proxy, NODE_USE_ENV_PROXY } = process.env;
  return url.protocol === 'https:' && NODE_USE_ENV_PROXY === '1' && Boolean(HTTPS_PROXY ?? https_proxy);
}
