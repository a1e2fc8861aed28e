import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../faults/certificates.ts';
import { closedPort, json, problem, standIn, tcpPort } from '../pin/stand-in-service.ts';
import { person, serviceWith } from '../pin-service/seed-file.ts';
import { deployment } from './deployment.ts';
import { guarded } from './guarded-service.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

const about = 'PIN service contract';

/** The lines about a PIN service at this address. */
async function diagnosed(url: string, own: Record<string, string> = {}, words: string[] = []) {
  const { env } = await deployment({ PIN_SERVICE_URL: url, ...own });
  const diagnosis = await runDoctor(env, words);
  return { ...diagnosis, contract: diagnosis.about(about), way: diagnosis.about('PIN service').join() };
}

describe('the reference PIN service', () => {
  it('is reached and keeps the contract, and the account of somebody is told', async () => {
    const one = person();
    const service = await serviceWith([one]);
    const { way, contract } = await diagnosed(service.url);
    expect(way).toMatch(/^fine {4}PIN service: 127\.0\.0\.1:\d+ is reached \(DNS \d+ ms, TCP \d+ ms\)\.$/);
    expect(contract).toEqual([
      expect.stringMatching(
        /^fine .*: kept: a change of nobody’s is not found \(\d+ ms\), an account of nobody is not told \(\d+ ms\)\.$/,
      ),
    ]);
    for (const user of [one.id, one.userPrincipalName]) {
      const told = await diagnosed(service.url, {}, ['--user', user]);
      expect(told.contract).toEqual([expect.stringMatching(/^fine .* an account is told \(\d+ ms\)\.$/)]);
      // Nobody's number is the doctor's to tell.
      expect(told.out).not.toMatch(/5550131|4105550131|Test Person/);
    }
    const stranger = await diagnosed(service.url, {}, ['--user', randomUUID()]);
    expect(stranger.contract.join()).toMatch(
      /^WRONG .*the service knows nobody of the name that --user gives\. .* by aadObjectId: give that, or set PIN_SERVICE_USER_KEY/,
    );
  });

  it('that is slow to tell an account is a doubt', async () => {
    const service = await serviceWith([person()], { PIN_SERVICE_ACCOUNT_DELAY: '1600ms' });
    expect((await diagnosed(service.url)).contract.join()).toMatch(
      /^unsure .*that is slow\. Until it has come, forms are shown without name and extension\.$/,
    );
  });

  it('is asked for nothing but what it is', async () => {
    const { url, asked } = await standIn(problem(404, 'change_not_found'));
    await diagnosed(url, {}, ['--user', 'p@contoso.example']);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD']));
    const asks = asked.filter(({ path }) => path?.includes('/v1/'));
    expect(asks.map(({ path }) => path).sort()).toEqual([
      expect.stringMatching(/^\/v1\/pin-changes\/[0-9a-f-]{36}$/),
      '/v1/users/p%40contoso.example/pin',
    ]);
  });
});

describe('a PIN service that is not reached', () => {
  it('is told by DNS, TCP and TLS apart', async () => {
    const dns = await diagnosed('https://pins.invalid');
    expect(dns.code).toBe(1);
    expect(dns.way).toMatch(
      /^WRONG {3}PIN service: DNS does not know pins\.invalid \(\w+\): no PIN can be changed\. .* Its address is PIN_SERVICE_URL\.$/,
    );
    const tcp = await diagnosed(`http://${await closedPort()}`);
    expect(tcp.way).toMatch(/^WRONG .*refuses the connection \(TCP, ECONNREFUSED\)/);
    const plain = await diagnosed(`https://${await tcpPort((socket) => socket.end('hello\n'))}`);
    expect(plain.way).toMatch(/^WRONG .*does not speak TLS there/);
    const { url } = await tlsService();
    expect((await diagnosed(url)).way).toMatch(
      /^WRONG .*certificate of .* is not trusted on this machine \(TLS, \w+\)/,
    );
  });

  it('is told where it takes the connection and says nothing', async () => {
    const url = `http://${await tcpPort(() => {})}`;
    const { way, contract, code } = await diagnosed(url, {}, ['--within', '1s']);
    expect(code).toBe(1);
    expect(way).toMatch(/^fine {4}PIN service: .* is reached/);
    expect(contract.join()).toMatch(
      /^WRONG .* is reached and gives no answer \(TimeoutError\)\. Something there, or a gateway/,
    );
  });
});

async function tlsService() {
  const certificate = await makeCertificate(ownFolder(), 'pins');
  const server = createServer(certificate, (_request, response) => response.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const account = {
  userId: 'x',
  extension: null,
  pinSet: false,
  locked: 'hush-hush',
  policy: { minLength: 5 },
};

describe('an answer that is none of the contract', () => {
  it.each([
    [
      'a gateway’s bare 404',
      json(404, {}, { 'content-type': 'text/html' }),
      /answers 404 \(text\/html\), which is no answer of the contract, .* A gateway’s bare 404 is none of the service’s: PIN_SERVICE_URL has no path before \/v1/,
    ],
    [
      'a sign-in page',
      json(302, {}, { location: 'https://login.example/', 'content-type': 'text/html' }),
      /answers 302 .* It leads elsewhere, perhaps to a sign-in page/,
    ],
    [
      'a gateway that refuses',
      json(403, {}, { 'content-type': 'application/json' }),
      /answers 403 .* Something in front of the service refuses/,
    ],
    [
      'a gateway that reaches nobody',
      json(502, {}, { 'content-type': 'text/plain' }),
      /answers 502 .* cannot reach it, or it fails/,
    ],
    [
      'a problem without a code',
      json(404, { status: 404, detail: 'hush-hush' }),
      /answers 404 \(application\/problem\+json\).* A problem needs a status, which is the answer’s own, and a code/,
    ],
    [
      'a service that fails',
      problem(500, 'unavailable'),
      /the service says unavailable \(500\) instead of .* Look into its log/,
    ],
    [
      'a service that wants a token',
      problem(401, 'unauthorized'),
      /the service wants a token \(401\), and the bot has none\. Set PIN_SERVICE_SCOPE/,
    ],
    [
      'a service that gives no right',
      problem(403, 'forbidden'),
      /gives it no right \(403\)\. Give the app the service’s role/,
    ],
  ])('%s: named, and how to mend it', async (_what, answer, expected) => {
    const { url } = await standIn(answer);
    const { code, contract, out } = await diagnosed(url);
    expect(code).toBe(1);
    expect(contract[0]).toMatch(/^WRONG {3}PIN service contract: /);
    expect(contract[0]).toMatch(expected);
    expect(out).not.toContain('hush-hush');
  });

  it('is told once, though two questions are asked', async () => {
    const { url } = await standIn(problem(401, 'unauthorized'));
    expect((await diagnosed(url)).contract).toHaveLength(1);
  });

  it('too many requests are a doubt', async () => {
    const { url } = await standIn(problem(429, 'too_many_requests'));
    expect((await diagnosed(url)).contract[0]).toMatch(/^unsure .*"too many requests" \(429\)/);
  });

  it('an account in another form is told by its fields, and not by what is in them', async () => {
    const { url } = await standIn((response, asked) =>
      asked.path?.startsWith('/v1/users/')
        ? json(200, account)(response)
        : problem(404, 'change_not_found')(response),
    );
    const { contract, out } = await diagnosed(url, {}, ['--user', 'x']);
    expect(contract).toEqual([
      expect.stringMatching(
        /^WRONG .*an account comes in another form than the contract’s: locked, policy\.maxLength\. Hold the service/,
      ),
    ]);
    expect(out).not.toContain('hush-hush');
  });

  it('a change that nobody has made and that it knows is wrong', async () => {
    const { url } = await standIn(json(200, { changeId: 'x', status: 'pending' }));
    expect((await diagnosed(url)).contract[0]).toMatch(
      /^WRONG .*asked for a change that nobody has made, .* answers 200 .*instead of a problem of status 404/,
    );
  });

  it('a clock of its own is told apart from this machine’s', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { url } = await standIn(problem(404, 'user_not_found', { date }));
    const { about: lines } = await diagnosed(url);
    expect(lines('clock')).toEqual([
      expect.stringMatching(
        /^WRONG .*behind that of 127\.0\.0\.1:\d+: tokens are refused\. This machine agrees with others: have the clock of/,
      ),
      expect.stringMatching(/^fine {4}clock: within two minutes of 127\.0\.0\.1:\d+\.$/),
    ]);
  });
});

describe('the token for the PIN service', () => {
  it('is obtained and taken', async () => {
    const { service, env, issuer, secret } = await guarded();
    const { about: lines, contract, out } = await diagnosed(service.url, env);
    expect(lines('PIN service token')).toEqual([
      `fine    PIN service token: obtained, for "${issuer.audience}", with the roles: "Pin.Change.All".`,
    ]);
    expect(contract).toEqual([expect.stringMatching(/^fine /)]);
    for (const hidden of [secret, ...issuer.issued]) expect(out).not.toContain(hidden);
  });

  it('that is not given is told by the login’s number', async () => {
    const { service, env } = await guarded();
    const {
      about: lines,
      contract,
      out,
    } = await diagnosed(service.url, {
      ...env,
      PIN_SERVICE_CLIENT_SECRET: 'wrong-one',
    });
    expect(lines('PIN service token').join()).toMatch(
      /^WRONG .*none was obtained: the client secret is not one of this app’s \(AADSTS7000215\)\. Set PIN_SERVICE_CLIENT_SECRET/,
    );
    expect(contract).toEqual([]);
    expect(out).not.toMatch(/wrong-one|hush-hush/);
  });

  it('that is not given for want of a proof is told by the setting of its file', async () => {
    const { service, env } = await guarded();
    const file = join(ownFolder(), 'certificate.pem');
    writeFileSync(file, 'hush-hush');
    const { PIN_SERVICE_CLIENT_SECRET: _, ...others } = env;
    const own = { ...others, PIN_SERVICE_IDENTITY: 'clientCertificate', PIN_SERVICE_CERTIFICATE_FILE: file };
    const { about: lines, out } = await diagnosed(service.url, own);
    expect(lines('PIN service token').join()).toMatch(
      /^WRONG .*none was obtained: .* See that PIN_SERVICE_CERTIFICATE_FILE can be read by this account/,
    );
    expect(out).not.toContain('hush-hush');
  });

  it('of a login whose certificate is not trusted is told so', async () => {
    const { service, env } = await guarded();
    const { NODE_EXTRA_CA_CERTS: _, ...others } = env;
    const { about: lines } = await diagnosed(service.url, others);
    expect(lines('PIN service token').join()).toMatch(
      /^WRONG .*none was obtained: the certificate of 127\.0\.0\.1:\d+ is not trusted on this machine/,
    );
  });

  it.each([
    [
      'of another audience',
      { aud: 'api://other' },
      /does not take the bot’s token \(401\)\. Hold the token’s audience above/,
    ],
    [
      'without the role',
      { roles: undefined },
      /takes the bot’s token but gives it no right \(403\)\. .*Pin\.Change\.All/,
    ],
  ])('%s is not taken', async (_what, claims, expected) => {
    const { service, env, issuer } = await guarded(claims);
    const { contract, out } = await diagnosed(service.url, env);
    expect(contract).toEqual([expect.stringMatching(expected)]);
    for (const token of issuer.issued) expect(out).not.toContain(token);
  });

  it('that a service does not look at leaves its door open', async () => {
    const { env } = await guarded();
    const open = await serviceWith([person()]);
    const { code, contract } = await diagnosed(open.url, env);
    expect(code).toBe(1);
    expect(contract.at(-1)).toMatch(
      /^WRONG .*answers whoever shows no token: anybody who reaches it can set PINs\. Let it refuse/,
    );
  });
});
