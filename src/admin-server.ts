import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** `GET /metrics` for those who watch the bot. Of its own, so that nothing of it is reachable where Teams' messages come in. */
export function createAdminServer(metrics: Metrics): Server {
  return createServer((request, response) => {
    const { method, url = '' } = request;
    if (url.split('?', 1)[0] !== '/metrics') end(response, 404);
    else if (method !== 'GET') end(response, 405);
    else {
      const told = metrics.text().then((text) => {
        response.setHeader('content-type', metrics.contentType);
        end(response, 200, text);
      });
      told.catch(() => end(response, 500));
    }
  });
}

/** By the properties: restify replaces `writeHead` for the whole process, with one that returns nothing. */
function end(response: ServerResponse, status: number, text = ''): void {
  response.statusCode = status;
  response.end(text);
}

/**
 * @returns the port
 * @throws Node's error where it cannot be had
 */
export function listenAdmin(server: Server, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
