import type { IncomingMessage, ServerResponse } from 'node:http';
import { bookOfChanges } from './changes.ts';
import { answerParent, tellParent } from './parent.ts';
import { bodyOf, serve } from './serve.ts';

/**
 * A PIN service that takes its time: `docs/pin-service.openapi.yaml` without a disk and without hashing, so that the bot
 * is measured and not its backend. Tells of each change that it takes.
 */
const changes = bookOfChanges({
  delayMs: Number(process.env.DELAY_MS),
  longestMs: Number(process.env.LONGEST_MS),
});

const url = await serve(async (request, response) => {
  const body = await bodyOf(request);
  const [, what, id = ''] = /^\/v1\/(users|pin-changes)\/([^/]+)/.exec(request.url ?? '') ?? [];
  const name = decodeURIComponent(id);
  if (what === 'users' && request.method === 'GET') return answer(response, 200, accountOf(name));
  if (what === 'users' && request.method === 'PUT') return change(request, response, name, body);
  const known = request.method === 'DELETE' ? changes.withdraw(name) : changes.find(name);
  if (what === 'pin-changes' && known) return answer(response, 200, known);
  return problem(response, 404, 'change_not_found');
});

function change(request: IncomingMessage, response: ServerResponse, userId: string, body: string): void {
  const changeId = String(request.headers['idempotency-key']);
  if (!/^\{"pin":"[0-9]{4,24}"\}$/.test(body)) problem(response, 422, 'pin_not_digits');
  else {
    const taken = changes.take(changeId, userId, (done) => answer(response, 200, done));
    if (taken.kind === 'taken') tellParent('taken', userId);
    else if (taken.kind === 'again')
      answer(response, taken.change.status === 'pending' ? 202 : 200, taken.change);
    else problem(response, 409, taken.withdrawn ? 'change_withdrawn' : 'change_conflict');
  }
}

function accountOf(userId: string) {
  return {
    userId,
    displayName: 'Some Body',
    phoneNumber: '+14103090200',
    extension: '0200',
    pinSet: true,
    locked: 'no',
    deskPhones: [{ model: 'Polycom VVX 411', location: 'Desk 3.14' }],
    policy: { minLength: 5, maxLength: 24 },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: string): void {
  answer(response, status, { type: 'about:blank', title: 'Refused', status, code });
}

answerParent({ letGo: changes.letGo, counts: changes.counts });
process.stdout.write(`listening on ${url}\n`);
