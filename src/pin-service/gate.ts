import type { Next, Request, Response, Server } from 'restify';
import { sendProblem } from './answer.ts';
import { problemOf } from './problem.ts';
import type { Admission } from './token-check.ts';

export interface GateNeeds {
  /** Absent where the service is told no issuer: this machine alone may speak to it then. */
  checkToken: ((authorization: string | undefined) => Promise<Admission>) | undefined;
  /** Counts a refused caller; tells how long it should wait, where there were too many. */
  refused: (address: string | undefined) => number | undefined;
}

/** Lets nobody past without a token that was checked: before any route, and before the body is asked for. */
export function guardByToken(server: Server, { checkToken, refused }: GateNeeds): void {
  const admission = async (request: Request) =>
    (await checkToken?.(request.headers.authorization)) ?? 'admitted';
  const pass = async (request: Request, response: Response): Promise<boolean> => {
    const verdict = await admission(request);
    if (verdict === 'admitted') {
      // Only now is the client that asked first to send its body.
      if (request.headers.expect !== undefined && request.httpVersion === '1.1') response.writeContinue();
      return true;
    }
    // What could not be checked is not the caller's fault.
    const waitMs = verdict === 'unchecked' ? undefined : refused(request.socket.remoteAddress);
    // Over the limit it is the same answer and the end of the connection: "slow down" would tell a client that it is let in.
    if (waitMs !== undefined) response.setHeader('Connection', 'close');
    if (verdict !== 'forbidden') response.setHeader('WWW-Authenticate', 'Bearer');
    sendProblem(response, problemOf(verdict === 'forbidden' ? 'forbidden' : 'unauthorized'), waitMs);
    return false;
  };
  server.pre((request: Request, response: Response, next: Next) => {
    pass(request, response).then((passed) => next(passed ? undefined : false), next);
  });
}
