import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { makeCertificate } from '../faults/certificates.ts';
import { ownFolder } from './run-doctor.ts';

/** What stands in front of a bot and ends TLS: its address, and the file of its certificate. It ends with the test. */
export async function startFront(answer: RequestListener) {
  const certificate = await makeCertificate(ownFolder(), 'front');
  const server = createTlsServer(certificate, answer);
  return { url: `https://${await listen(server)}`, certFile: certificate.certFile };
}

/** The same without TLS. */
export async function startPlainFront(answer: RequestListener) {
  return `http://${await listen(createServer(answer))}`;
}

/** Passes requests on to the bot at this address, as a proxy does. */
export function passTo(botUrl: string): RequestListener {
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = request;
    const type = headers['content-type'];
    const passed = await fetch(`${botUrl}${url}`, {
      method,
      headers: { 'x-forwarded-proto': 'https', ...(type === undefined ? {} : { 'content-type': type }) },
      ...(method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
    });
    response.writeHead(passed.status, Object.fromEntries(passed.headers)).end(await passed.text());
  };
}

/** A bot that lives, and says this at its messaging endpoint. */
export function botThatSays(
  status: number,
  headers: Record<string, string> = {},
  readiness: () => object = () => ({ store: 'up', pinService: 'up' }),
): RequestListener {
  const json = { 'content-type': 'application/json' };
  return (request, response) => {
    if (request.url === '/healthz') response.writeHead(200, json).end('{"status":"ok"}');
    else if (request.url === '/readyz') response.writeHead(200, json).end(JSON.stringify(readiness()));
    else response.writeHead(status, headers).end();
  };
}

async function listen(server: ReturnType<typeof createServer | typeof createTlsServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
