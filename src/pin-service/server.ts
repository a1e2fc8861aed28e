import pino from 'pino';
import restify, { type Request, type Response, type Server } from 'restify';
import { sendProblem } from './answer.ts';
import { guardFrontDoor } from './front-door.ts';
import { problemOf } from './problem.ts';
import { addRoutes, type RouteNeeds } from './routes.ts';

/** The HTTP server, not listening yet. `onFault` hears of what is answered with 500. */
export function createPinServer(needs: RouteNeeds & { onFault: (error: unknown) => void }): Server {
  const server = restify.createServer({
    name: '',
    // restify logs requests and errors with what they carry.
    log: pino({ level: 'silent' }) as never,
    // Of the escaped path: 320 characters of up to 12 bytes each. The routes count characters.
    maxParamLength: 320 * 12,
  });
  guardFrontDoor(server);
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
