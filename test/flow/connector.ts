import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the bot sent: a new message (`POST`), a changed card (`PUT`) or a removal. */
export interface Sent {
  method: string;
  conversationId: string;
  /** The id the connector gave, or the id of the activity that was changed. */
  activityId: string;
  activity: Record<string, any>;
  authorization: string | undefined;
}

/** Plays Teams' connector on loopback. `answer` scripts failures: return a status to refuse with it. */
export async function startConnector() {
  const sent: Sent[] = [];
  const events = new EventEmitter();
  let counter = 0;
  const script: { answer: (method: string, activity: any) => number | undefined } = {
    answer: () => undefined,
  };
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const [, conversationId = '', activityId] =
      /^\/teams\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
    const activity = text === '' ? {} : JSON.parse(text);
    raw.push(text);
    const refusal = script.answer(request.method ?? '', activity);
    if (refusal !== undefined) {
      response
        .writeHead(refusal, { 'content-type': 'application/json' })
        .end('{"error":{"code":"Scripted"}}');
      return;
    }
    counter += 1;
    const id = activityId === undefined ? `1:${counter}` : decodeURIComponent(activityId);
    const { authorization } = request.headers;
    sent.push({
      method: request.method ?? '',
      conversationId: decodeURIComponent(conversationId),
      activityId: id,
      activity,
      authorization,
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
    events.emit('sent');
  });
  const raw: string[] = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/teams`,
    sent,
    /** Every body that came, as text. */
    raw,
    script,
    /** The first thing sent that fits, now or when it comes. */
    async waitFor(fits: (each: Sent) => boolean, from = 0, patienceMs = 20_000): Promise<Sent> {
      for (;;) {
        const found = sent.slice(from).find(fits);
        if (found) return found;
        await once(events, 'sent', { signal: AbortSignal.timeout(patienceMs) });
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Connector = Awaited<ReturnType<typeof startConnector>>;

/** The card of a message, or undefined. */
export const cardIn = (sent: { activity: Record<string, any> }): any =>
  sent.activity.attachments?.[0]?.content;

/** All text of a card or anything else, as one string to look into. */
export const textOf = (card: unknown): string => JSON.stringify(card);

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
