import type { SecureContextOptions } from 'node:tls';
import pino from 'pino';
import restify, { type Request, type Response, type Server } from 'restify';
import { sendProblem } from './answer.ts';
import { guardFrontDoor } from './front-door.ts';
import { type GateNeeds, guardByToken } from './gate.ts';
import { problemOf } from './problem.ts';
import { addRoutes, type RouteNeeds } from './routes.ts';

export interface ServerNeeds extends RouteNeeds, GateNeeds {
  /** Absent: plain HTTP. */
  tls: SecureContextOptions | undefined;
  /** Hears of what is answered with 500. */
  onFault: (error: unknown) => void;
}

/** The HTTP server, not listening yet. */
export function createPinServer(needs: ServerNeeds): Server {
  const server = restify.createServer({
    name: '',
    // restify logs requests and errors with what they carry.
    log: pino({ level: 'silent' }) as never,
    // Of the escaped path: 320 characters of up to 12 bytes each. The routes count characters.
    maxParamLength: 320 * 12,
    noWriteContinue: true,
    ...(needs.tls && { httpsServerOptions: needs.tls }),
  });
  guardFrontDoor(server, { onlyThisMachine: !needs.checkToken });
  guardByToken(server, needs);
  server.on('restifyError', (_request: Request, response: Response, error: unknown, done: () => void) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    if (statusCode >= 400 && statusCode < 500) {
      const detail = 'There is no such operation.';
      sendProblem(response, problemOf('invalid_request', { status: statusCode, detail }));
    } else {
      needs.onFault(error);
      if (!response.headersSent) sendProblem(response, problemOf('unavailable'));
    }
    done();
  });
  addRoutes(server, needs);
  return server;
}
