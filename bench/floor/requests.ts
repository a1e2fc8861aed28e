import { Agent, type IncomingMessage, request } from 'node:http';
import { bodyOf } from '../serve.ts';

/** What the benchmark's own programs say is taken at its word. */
// biome-ignore lint/suspicious/noExplicitAny: there is nothing to check it against
export type Json = any;

const agent = new Agent({ keepAlive: true });

/** One request with JSON in it and in its answer, over a connection that is kept. */
export function ask(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Json> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const type = text === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request(url, { method, agent, headers: { ...type, ...headers } }, (response) =>
      jsonOf(response).then(resolve, reject),
    );
    call.once('error', reject).end(text);
  });
}

export const jsonOf = async (message: IncomingMessage): Promise<Json> => JSON.parse(await bodyOf(message));
