import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';
import type { BackendCall } from '../../src/pin/backend.ts';
import { type PinServiceSettings, pinServiceClient } from '../../src/pin/pin-service-client.ts';

export const changeId = '6f1d3c52-8c1b-4f0e-9a57-3b1e7c0d2a44';
export const userId = '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200';
export const pin = '739146280517';
export const call: BackendCall = { reference: 'K7QM-2F9D', locale: 'en-GB', timeoutMs: 10_000 };

/** What an HTTP service on loopback was asked. */
export interface Asked {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A service on loopback that answers as told, and a client for it. It ends with the test. */
export async function standIn(
  answer: (response: ServerResponse, asked: Asked) => void,
  settings: Partial<PinServiceSettings> = {},
) {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path, headers } = request;
    asked.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
    answer(response, asked.at(-1)!);
  };
  const server = createServer(listener);
  onTestFinished(() => server.closeAllConnections());
  const url = await listen(server);
  return { url, asked, client: pinServiceClient({ url, ...settings }) };
}

/** A port that does as told with each connection. */
export async function tcpPort(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
  return new URL(await listen(server)).host;
}

/** A port on which nobody listens: a connection has it, so that no other process is given it until the test has ended. */
export async function closedPort() {
  const host = await tcpPort(() => {});
  const socket = connect(Number(new URL(`tcp://${host}`).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return `127.0.0.1:${socket.localPort}`;
}

/** Answers with JSON, or with a problem where the status is an error. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
  };
}

/** Answers with a problem of the contract. */
export function problem(status: number, code: string, headers: Record<string, string> = {}) {
  return json(status, { type: 'about:blank', title: 'Refused', status, code }, headers);
}

export const applied = { changeId, status: 'applied', changedAt: '2025-01-15T12:00:00.1234567Z' };

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
