import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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

/** How the connector fails: a status, one with a code or headers, a gateway's (`bare`), or no answer. */
export type Failure =
  | number
  | { status: number; code?: string; headers?: Record<string, string>; bare?: boolean }
  /** `taken`: what was sent stands in the chat all the same. */
  | { breaks: 'hang' | 'reset'; taken: boolean };

/** Plays Teams' connector on loopback. `answer` scripts its failures. */
export async function startConnector() {
  const sent: Sent[] = [];
  const events = new EventEmitter();
  let counter = 0;
  events.setMaxListeners(0);
  const script: { answer: (method: string, activity: any, conversationId: string) => Failure | undefined } = {
    answer: () => undefined,
  };
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request);
    const member = /^\/teams\/v3\/conversations\/([^/]+)\/members\/([^/?]+)/.exec(request.url ?? '');
    if (member) {
      answerMember(response, decodeURIComponent(member[2] ?? ''));
      return;
    }
    const [, conversation = '', activityId] =
      /^\/teams\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?/.exec(request.url ?? '') ?? [];
    const activity = text === '' ? {} : JSON.parse(text);
    raw.push(text);
    const conversationId = decodeURIComponent(conversation);
    const failure = script.answer(request.method ?? '', activity, conversationId);
    if (failure !== undefined && !taken(failure)) return fail(response, failure);
    counter += 1;
    const id = activityId === undefined ? `1:${counter}` : decodeURIComponent(activityId);
    const { authorization } = request.headers;
    sent.push({
      method: request.method ?? '',
      conversationId,
      activityId: id,
      activity,
      authorization,
    });
    if (failure !== undefined) fail(response, failure);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
    events.emit('sent');
  });
  const raw: string[] = [];
  const roster = { asked: [] as string[], answer: memberOf as (accountId: string) => MemberAnswer };
  function answerMember(response: ServerResponse, accountId: string): void {
    roster.asked.push(accountId);
    const answer = roster.answer(accountId);
    if (answer === undefined) return;
    if ('failure' in answer) fail(response, answer.failure);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.member));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/teams`,
    sent,
    /** Every body that came, as text. */
    raw,
    script,
    /** The members of chats: who was asked for, and what is answered. */
    roster,
    /** The first thing sent that fits, now or when it comes. */
    async waitFor(fits: (each: Sent) => boolean, from = 0, patienceMs = 40_000): Promise<Sent> {
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

/** A member as Teams names them, a failure, or no answer at all. */
export type MemberAnswer = { member: Record<string, unknown> } | { failure: Failure } | undefined;

/** Accounts of these tests are called by their object id. */
export const memberOf = (accountId: string) => {
  const userId = accountId.replace(/^29:/, '');
  const userPrincipalName = `${userId}@contoso.example`;
  return {
    member: { id: accountId, objectId: userId, name: 'Some Body', userRole: 'user', userPrincipalName },
  };
};

/** The card of a message, or undefined. */
export const cardIn = (sent: { activity: Record<string, any> }): any =>
  sent.activity.attachments?.[0]?.content;

/** All text of a card or anything else, as one string to look into. */
export const textOf = (card: unknown): string => JSON.stringify(card);

const taken = (failure: Failure): boolean =>
  typeof failure === 'object' && 'taken' in failure && failure.taken;

function fail(response: ServerResponse, failure: Failure): void {
  if (typeof failure === 'object' && 'breaks' in failure) {
    if (failure.breaks === 'reset') response.socket?.resetAndDestroy();
    return;
  }
  const { status, code = 'Scripted', headers, bare } = toStatus(failure);
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(bare ? '<html>' : JSON.stringify({ error: { code } }));
}

function toStatus(failure: Exclude<Failure, { breaks: unknown }>) {
  return typeof failure === 'object'
    ? failure
    : { status: failure, code: undefined, headers: undefined, bare: false };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
