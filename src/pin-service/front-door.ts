import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { isFromThisMachine, isRoutable } from '../request-form.ts';
import { type Problem, problemOf } from './problem.ts';

/**
 * Refuses, before restify sees them, requests that it would fall over. Where no token is checked, also those that come
 * by way of a proxy or another name: only this machine may speak to the service then.
 */
export function guardFrontDoor(server: Server, { onlyThisMachine }: { onlyThisMachine: boolean }): void {
  // Its type has no `first`. Returning false ends the request here.
  const { first } = server as unknown as { first: (handler: FirstHandler) => void };
  first.call(server, (request, response) => {
    const problem = requestFault(request, onlyThisMachine);
    if (!problem) return undefined;
    writeProblem(response, problem);
    return false;
  });

  const http = server.server;
  // A missing Host is answered above; Node's own answer has no body.
  Object.assign(http, { requireHostHeader: false });
  http.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    writeProblem(response, problemOf('invalid_request', { status: 417 }));
  });
  http.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // What fails before there is HTTP, such as a TLS handshake, cannot be answered in it.
    if (!/^(HPE|ERR_HTTP)_/.test(error.code ?? '')) return void socket.destroy();
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    endSocket(socket, problemOf('invalid_request', { status }));
  });
  // Without an answer an upgrade would hold its connection open for ever.
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    endSocket(socket, problemOf('invalid_request'));
  });
}

type FirstHandler = (request: IncomingMessage, response: ServerResponse) => false | undefined;

function requestFault(request: IncomingMessage, onlyThisMachine: boolean): Problem | undefined {
  if (!isRoutable(request)) {
    return problemOf('invalid_request', { detail: 'The Host or the path is malformed.' });
  }
  if (onlyThisMachine && !isFromThisMachine(request)) {
    return problemOf('forbidden', { detail: 'This service answers to its own machine alone.' });
  }
  return undefined;
}

function writeProblem(response: ServerResponse, problem: Problem): void {
  const text = JSON.stringify(problem);
  response.writeHead(problem.status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  });
  response.end(text);
}

function endSocket(socket: Duplex, problem: Problem): void {
  // Node has taken its own listener off: a reset would end the process.
  socket.on('error', () => socket.destroy());
  if (!socket.writable) return void socket.destroy();
  const text = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}
