import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../faults/certificates.ts';
import { closedPort, tcpPort } from '../pin/stand-in-service.ts';
import { deployment } from './deployment.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

it('keys that are given are fine', async () => {
  const { env } = await deployment();
  expect((await runDoctor(env)).about('channel keys')).toEqual([
    'fine    channel keys: 1 key for Teams, read now.',
  ]);
});

it.each([
  [
    'metadata that is not there',
    '/metadata',
    { status: 404, body: '{}' },
    /127\.0\.0\.1:\d+ does not give them \(status 404, application\/json\): nobody can be let in\. See that CHANNEL_OPENID_METADATA_URL is right/,
  ],
  [
    'a page in the place of the metadata',
    '/metadata',
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
    /does not give them \(status 200, text\/html\)/,
  ],
  [
    'keys that are not there',
    '/keys',
    { status: 503, body: '' },
    /does not give them \(status 503, .*See that the address that the metadata names is right/,
  ],
  ['keys that are none', '/keys', { body: '{"keys":"hush-hush"}' }, /does not give them \(status 200/],
  [
    'keys of another channel',
    '/keys',
    { body: '{"keys":[{"kty":"RSA","kid":"1","endorsements":["webchat"]}]}' },
    /none of the keys may speak for Teams: every call of it is refused\. See that CHANNEL_OPENID_METADATA_URL is the Bot Framework’s/,
  ],
])('%s: named, and how to mend it', async (_what, wanted, answer, expected) => {
  const { env, channel } = await deployment();
  const usual = channel.script.answer;
  channel.script.answer = (path) => (path === wanted ? answer : usual(path));
  const { code, about, out } = await runDoctor(env);
  expect(code).toBe(1);
  const [line = '', ...more] = about('channel keys');
  expect(line).toMatch(/^WRONG {3}/);
  expect(line).toMatch(expected);
  expect(more).toEqual([]);
  expect(out).not.toContain('hush-hush');
});

it('a channel that calls itself otherwise is wrong', async () => {
  const { env } = await deployment({ CHANNEL_TOKEN_ISSUER: 'https://other.example' });
  const [line = ''] = (await runDoctor(env)).about('channel keys');
  expect(line).toMatch(
    /^WRONG .*the channel calls itself "https:\/\/issuer\.example", and CHANNEL_TOKEN_ISSUER says https:\/\/other\.example: every call of Teams is refused\. Set/,
  );
});

it('keys at an address that is not safe are not read, as the bot does not', async () => {
  const { env, channel } = await deployment();
  const usual = channel.script.answer;
  const body = JSON.stringify({ issuer: env.CHANNEL_TOKEN_ISSUER, jwks_uri: 'http://keys.invalid/keys' });
  channel.script.answer = (path) => (path === '/metadata' ? { body } : usual(path));
  expect((await runDoctor(env)).about('channel keys').join()).toMatch(
    /^WRONG .*names keys at an address that is not https, where they are not read: nobody can be let in\./,
  );
});

it('metadata that are away are told by what failed on the way', async () => {
  const { env } = await deployment({ CHANNEL_OPENID_METADATA_URL: `http://${await closedPort()}/metadata` });
  expect((await runDoctor(env)).about('channel keys').join()).toMatch(
    /^WRONG .*refuses the connection \(TCP, ECONNREFUSED\): nobody can be let in\./,
  );
});

it('settings of two clouds are told apart', async () => {
  const { env } = await deployment({ CHANNEL_OAUTH_SCOPE: 'https://api.botframework.us' });
  expect((await runDoctor(env)).about('settings').join()).toMatch(
    /^WRONG {3}settings: two clouds are mixed\. CHANNEL_OAUTH_SCOPE: the US government’s cloud; CHANNEL_OPENID_METADATA_URL, .*: another\. Set all four of them/,
  );
});

/** A host on loopback that speaks TLS, and the file of its certificate. */
async function tlsHost() {
  const certificate = await makeCertificate(ownFolder(), 'host');
  const server = createServer(certificate, (_request, response) => response.writeHead(404).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, certFile: certificate.certFile };
}

it('hosts are found and speak TLS, or are named each by what failed', async () => {
  const good = await tlsHost();
  const closed = await closedPort();
  const plain = await tcpPort((socket) => socket.end('no TLS here\n'));
  const unknown = 'connector.invalid';
  const { env } = await deployment({
    ALLOWED_SERVICE_HOSTS: [good.host, closed, plain, unknown].join(),
    NODE_EXTRA_CA_CERTS: good.certFile,
  });
  const { code, about } = await runDoctor(env);
  expect(code).toBe(1);
  const [first, second, third, fourth] = about('hosts');
  expect(first).toMatch(/^fine .*is found and speaks TLS \(DNS \d+ ms, TCP \d+ ms, TLS \d+ ms\)\.$/);
  expect(second).toMatch(
    /^WRONG .*refuses the connection \(TCP, ECONNREFUSED\): the bot cannot answer there\./,
  );
  expect(third).toMatch(/^WRONG .*does not speak TLS there \(/);
  expect(fourth).toMatch(
    /^WRONG .*DNS does not know connector\.invalid \((ENOTFOUND|EAI_AGAIN)\): the bot cannot/,
  );
});

it('a host whose certificate is not trusted leads to the authority’s file', async () => {
  const { host } = await tlsHost();
  const { env } = await deployment({ ALLOWED_SERVICE_HOSTS: host });
  expect((await runDoctor(env)).about('hosts').join()).toMatch(
    /^WRONG .*the certificate of .* is not trusted on this machine \(TLS, \w+\): .*NODE_EXTRA_CA_CERTS, in the environment and not in \.env/,
  );
});

it('hosts that no Teams names are a doubt', async () => {
  const { env } = await deployment({ ALLOWED_SERVICE_HOSTS: 'connector.invalid' });
  expect((await runDoctor(env)).about('hosts')[0]).toMatch(
    /^unsure .*names no connector of Microsoft’s .* Leave the setting out, or name one of smba\.trafficmanager\.net/,
  );
});

it.each([
  ['ahead of', -300],
  ['behind', 3_600],
])('a clock that is %s the others is wrong', async (word, differsS) => {
  const { env, channel } = await deployment();
  const usual = channel.script.answer;
  channel.script.answer = (path) => ({
    headers: { date: new Date(Date.now() + differsS * 1_000).toUTCString() },
    ...usual(path),
  });
  const { code, about } = await runDoctor(env);
  expect(code).toBe(1);
  const sentence = `this machine’s clock is \\d+[smh] ${word} that of 127\\.0\\.0\\.1:\\d+: tokens are refused`;
  expect(about('clock').join()).toMatch(
    new RegExp(`^WRONG   clock: ${sentence}\\. Set this machine’s clock by NTP`),
  );
});

it('a clock within two minutes is fine', async () => {
  const { env, channel } = await deployment();
  const usual = channel.script.answer;
  channel.script.answer = (path) => ({
    headers: { date: new Date(Date.now() - 100_000).toUTCString() },
    ...usual(path),
  });
  expect((await runDoctor(env)).about('clock').join()).toMatch(
    /^fine {4}clock: within two minutes of 127\.0\.0\.1:\d+\.$/,
  );
});
