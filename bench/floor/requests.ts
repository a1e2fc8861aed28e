import { Agent, type IncomingMessage, request } from 'node:http';

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

export async function jsonOf(message: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    message
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .once('end', resolve)
      .once('error', reject);
  });
  return JSON.parse(Buffer.concat(chunks).toString());
}
