import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, contractClient, expectProblem, send } from '../pin-service/contract.ts';
import { type Issuer, startIssuer, type TokenChanges, tampered } from '../pin-service/issuer.ts';
import { type RunningPinService, startPinService } from '../pin-service/run-service.ts';
import { person, serviceWith } from '../pin-service/seed-file.ts';

const pin = '918273645091';
const one = person();
const nowS = Math.floor(Date.now() / 1_000);
let issuer: Issuer;
let service: RunningPinService;
let dataDir: string;
beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pin-service-'));
  const seedFile = join(dir, 'seed.json');
  writeFileSync(seedFile, JSON.stringify([one]));
  dataDir = join(dir, 'data');
  issuer = await startIssuer();
  const env = { ...issuer.env, PIN_SERVICE_SEED: seedFile, PIN_SERVICE_TOKEN_LIMIT: '100000/1m' };
  service = await startPinService({ dataDir, env });
  return async () => {
    await service.kill();
    await issuer.stop();
    rmSync(dir, { recursive: true });
  };
});

const as = (authorization?: string) => contractClient(service.url, authorization ? { authorization } : {});
const good = async () => as(`Bearer ${await issuer.token()}`);

/** What each of the four operations answers to this `Authorization`; nothing may have come of it. */
async function refusals(authorization: string | undefined): Promise<Answer[]> {
  const ask = as(authorization);
  const key = randomUUID();
  const answers = [
    await ask.account(one.id),
    await ask.put(one.id, key, pin),
    await ask.change(key),
    await ask.withdraw(key),
  ];
  const allowed = await good();
  expect((await allowed.change(key)).body.code).toBe('change_not_found');
  expect((await allowed.account(one.id)).body.pinSet).toBe(false);
  return answers;
}

function expectUnauthorized(answers: Answer[]): void {
  for (const answer of answers) {
    expectProblem(answer, 401, 'unauthorized');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    // The same words whatever is wrong.
    expect(answer.body.detail).toBe('The request shows no token that is good here.');
  }
}

test.each([
  ['nothing', undefined],
  ['Basic', 'Basic dXNlcjpwYXNz'],
  ['Bearer alone', 'Bearer'],
  ['a word', 'Bearer x'],
  ['three words', 'Bearer a.b.c'],
  ['two dots', 'Bearer ..'],
  ['a header alone', 'Bearer eyJhbGciOiJSUzI1NiJ9..'],
  ['a key id that is a number', 'Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6MX0.e30.AA'],
  ['something long', `Bearer ${'a'.repeat(9_000)}.b.c`],
])('%s for a token opens nothing', async (_what, authorization) => {
  expectUnauthorized(await refusals(authorization));
});

const faults: [what: string, changes: TokenChanges][] = [
  ['another issuer', { claims: { iss: 'https://issuer.example/' } }],
  ['no issuer', { claims: { iss: undefined } }],
  ['another audience', { claims: { aud: 'api://other' } }],
  ['no audience', { claims: { aud: undefined } }],
  ['another tenant', { claims: { tid: randomUUID() } }],
  ['no tenant', { claims: { tid: undefined } }],
  ['a tenant that is no text', { claims: { tid: 1 } }],
  ['an expiry that is past', { claims: { exp: nowS - 120 } }],
  ['no expiry', { claims: { exp: undefined } }],
  ['an expiry that is no number', { claims: { exp: 'never' } }],
  ['a beginning to come', { claims: { nbf: nowS + 3_600 } }],
  ["another's signature", { wrongKey: true }],
  ['an unknown key', { header: { kid: randomUUID() } }],
  ['no key id', { header: { kid: undefined } }],
];

test.each(faults)('a token with %s opens nothing', async (_what, changes) => {
  expectUnauthorized(await refusals(`Bearer ${await issuer.token(changes)}`));
});

test.each(['none', 'HS256', 'RS512', 'PS256'] as const)(
  'a token of the algorithm %s opens nothing',
  async (alg) => {
    expectUnauthorized(await refusals(`Bearer ${await issuer.forged(alg)}`));
  },
);

test('a token that was tampered with opens nothing', async () => {
  expectUnauthorized(await refusals(`Bearer ${tampered(await issuer.token())}`));
});

test('a token in the address opens nothing', async () => {
  const answer = await send(`${service.url}/v1/users/${one.id}/pin?access_token=${await issuer.token()}`);
  expectUnauthorized([answer]);
});

const withoutLeave: [what: string, claims: Record<string, unknown>][] = [
  ['no role', { roles: undefined }],
  ['other roles', { roles: ['Pin.Read.All', 'pin.change.all'] }],
  ['the role as a text', { roles: 'Pin.Change.All' }],
  ['a scope of that name and no role: a person’s', { roles: undefined, scp: 'Pin.Change.All' }],
  ['a scope beside the role: a person’s', { scp: 'user_impersonation' }],
  ['the type of a person’s', { idtyp: 'user' }],
  ['no client: it only says who somebody is', { azp: undefined }],
];

test.each(withoutLeave)('a genuine token with %s is forbidden', async (_what, claims) => {
  for (const answer of await refusals(`Bearer ${await issuer.token({ claims })}`)) {
    expectProblem(answer, 403, 'forbidden');
    expect(answer.body.detail).toBe('The request may not do this.');
  }
});

test.each([
  ['as they are', {}],
  ['of version 1, with appid', { azp: undefined, appid: randomUUID() }],
  ['that say so', { idtyp: 'app' }],
  ['for several, with several roles', { roles: ['Other.Role', 'Pin.Change.All'] }],
  ['a few seconds ahead of this clock', { nbf: nowS + 30 }],
])('tokens of applications open it: %s', async (_what, claims) => {
  const ask = as(`Bearer ${await issuer.token({ claims })}`);
  expect((await ask.account(one.id)).status).toBe(200);
});

test('where one application is named, no other may call', async () => {
  const named = await serviceWith([one], {
    ...issuer.env,
    PIN_SERVICE_TOKEN_CLIENT: issuer.client.toUpperCase(),
  });
  const status = async (claims: Record<string, unknown>) =>
    (await named.as(`Bearer ${await issuer.token({ claims })}`).account(one.id)).status;
  expect(await status({})).toBe(200);
  expect(await status({ azp: undefined, appid: issuer.client })).toBe(200);
  expect(await status({ azp: randomUUID() })).toBe(403);
  expect(await status({ appid: randomUUID() })).toBe(403);
  expect(await status({ azp: [issuer.client] })).toBe(403);
});

test('the token comes before every other fault of a request', async () => {
  const elsewhere = await send(`${service.url}/nowhere`);
  expectProblem(elsewhere, 401, 'unauthorized');
  const url = `${service.url}/v1/users/${one.id}/pin`;
  const put = await send(url, { method: 'PUT', body: 'x'.repeat(9_000) });
  expectProblem(put, 401, 'unauthorized');
  const authorization = `Bearer ${await issuer.token()}`;
  expectProblem(await send(`${service.url}/nowhere`, { headers: { authorization } }), 404, 'invalid_request');
});

test('a request by way of a proxy or another name is let in with a token, and only with it', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1' };
  const url = `${service.url}/v1/users/${one.id}/pin`;
  expectProblem(await send(url, { headers }), 401, 'unauthorized');
  const authorization = `Bearer ${await issuer.token()}`;
  expect((await send(url, { headers: { ...headers, authorization } })).status).toBe(200);
});

test('a client that asks first is told to send its body only after its token is checked', async () => {
  const asking = (authorization: string) =>
    sendBytes(
      `PUT /v1/users/${one.id}/pin HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 15\r\n` +
        `Content-Type: application/json\r\nIdempotency-Key: x\r\nConnection: close\r\n${authorization}\r\n`,
    );
  expect(await asking('')).toMatch(/^HTTP\/1\.1 401 /);
  const authorization = `Authorization: Bearer ${await issuer.token()}\r\n`;
  expect(await asking(authorization)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
});

async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

test('with a good token a PIN is changed, and neither PIN nor token is in its output or its files', async () => {
  const ask = await good();
  expect((await ask.put(one.id, randomUUID(), pin)).status).toBe(200);
  const expectNoTrace = () => {
    const files = readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file)));
    const everything = Buffer.concat([...files, Buffer.from(service.logs())]);
    const parts = issuer.issued
      .flatMap((token) => token.split('.').slice(1))
      .filter((part) => part.length > 8);
    expect(parts.length).toBeGreaterThan(50);
    expect([pin, ...parts].filter((text) => everything.includes(text))).toEqual([]);
  };
  expectNoTrace();
  // Each check that a token failed, by a word of the service's own, once.
  const lines = service.logs().trimEnd().split('\n');
  const why = lines.slice(1).map((line) => JSON.parse(line).why);
  expect(lines[0]).toBe(`PIN service listening on ${service.url}`);
  expect(new Set(why).size).toBe(why.length);
  expect(why).toEqual(expect.arrayContaining(['missing', 'claim_aud', 'signature', 'role_or_client']));
  await service.stop();
  expectNoTrace();
});
