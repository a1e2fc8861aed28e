import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of the next request: an answer of this status instead of the usual one, or none at all. */
export type Weather = {
  status?: number;
  headers?: Record<string, string>;
  /** `before`: the connection ends before anything is done; `after`: when it is done, so that the answer is lost. */
  reset?: 'before' | 'after';
};

export interface MadeTicket {
  id: number;
  key: string;
  ticket: Record<string, any>;
}

/**
 * Zendesk's Tickets API as its documentation has it: Basic with `<mail>/token:<token>`; 201 with the ticket; a key that is
 * known brings the first answer again, with other parameters 400; 401, 422 and 429 in its forms; the list by `external_id`.
 */
export async function startZendesk(access = { email: 'bot@example.com', apiToken: 'made-for-this-run' }) {
  const made: MadeTicket[] = [];
  const requests: { method: string; path: string; key?: string }[] = [];
  const keys = new Map<string, { body: string; id: number }>();
  const weather: Weather[] = [];
  /** Called with a ticket's key as it arrives and once it is made; whoever waits in it holds the answer up. */
  const watch = { post: async (_when: 'arrives' | 'made', _key: string): Promise<void> => {} };
  const authorization = `Basic ${Buffer.from(`${access.email}/token:${access.apiToken}`).toString('base64')}`;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const key = String(request.headers['idempotency-key'] ?? '');
    requests.push({ method: request.method ?? '', path: request.url ?? '', ...(key ? { key } : {}) });
    const now = weather.shift();
    if (now?.reset === 'before') return void request.socket.destroy();
    const send = (status: number, json: unknown, headers: Record<string, string> = {}) => {
      if (now?.reset === 'after') return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(json));
    };
    if (now?.status) return send(now.status, { error: 'Weather', description: 'made' }, now.headers);
    if (request.headers.authorization !== authorization)
      return send(401, { error: "Couldn't authenticate you" });
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    if (url.pathname !== '/api/v2/tickets.json') return send(404, { error: 'InvalidEndpoint' });
    if (request.method === 'GET') {
      const reference = url.searchParams.get('external_id');
      const tickets = made.filter(({ ticket }) => ticket.external_id === reference);
      return send(200, {
        tickets: tickets.map(({ id, ticket }) => ({ id, ...ticket })),
        count: tickets.length,
      });
    }
    await watch.post('arrives', key);
    const earlier = keys.get(key);
    if (earlier && earlier.body !== body)
      return send(400, { error: 'IdempotentRequestError', description: 'Different parameters' });
    if (earlier) return send(201, answerOf(earlier.id), { 'x-idempotency-lookup': 'hit' });
    const { ticket } = JSON.parse(body) as { ticket: Record<string, any> };
    if (!ticket?.comment?.body)
      return send(422, { error: 'RecordInvalid', description: 'Record validation errors', details: {} });
    const id = 35_400 + made.length + 1;
    made.push({ id, key, ticket });
    keys.set(key, { body, id });
    await watch.post('made', key);
    send(201, answerOf(id), { 'x-idempotency-lookup': 'miss' });
  });
  const answerOf = (id: number) => {
    const { ticket } = made.find((each) => each.id === id) as MadeTicket;
    return { ticket: { ...ticket, id, status: 'new' } };
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    access: { url, ...access },
    env: { ZENDESK_URL: url, ZENDESK_EMAIL: access.email, ZENDESK_API_TOKEN: access.apiToken },
    made,
    requests,
    weather,
    watch,
    /** As it does after two hours. */
    forgetKeys: () => keys.clear(),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type Zendesk = Awaited<ReturnType<typeof startZendesk>>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
