import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../faults/certificates.ts';
import { failedStart } from './failed-start.ts';
import { startIssuer } from './issuer.ts';
import { startPinService } from './run-service.ts';
import { temporaryDir } from './seed-file.ts';

const path = '/v1/users/robin.castellan@contoso.example/pin';

async function certificateFiles(name = 'pins') {
  const folder = temporaryDir();
  const { certFile, cert, key } = await makeCertificate(folder, name);
  return { certFile, keyFile: join(folder, `${name}.key`), cert, key };
}

async function encrypted(env: Record<string, string> = {}) {
  const { certFile, keyFile, cert, key } = await certificateFiles();
  const service = await startPinService({
    dataDir: temporaryDir(),
    env: { PIN_SERVICE_TLS_CERT: certFile, PIN_SERVICE_TLS_KEY: keyFile, ...env },
  });
  onTestFinished(() => service.kill());
  const port = Number(new URL(service.url).port);
  return { ...service, port, cert, key };
}

/** The status of the account of Robin, over TLS. */
async function status(port: number, ca: string, headers: Record<string, string> = {}): Promise<number> {
  // Its certificate is for the address, whatever Host says.
  const named = { checkServerIdentity: () => undefined };
  const asked = request({ host: '127.0.0.1', port, path, ca, headers, agent: false, ...named });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}

/** The protocol that is agreed on, or the code of the error. */
async function handshake(port: number, ca: string, options: ConnectionOptions): Promise<string | null> {
  const socket = connectTls({ host: '127.0.0.1', port, ca, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  } finally {
    socket.destroy();
  }
}

test('with a certificate it speaks TLS 1.2 or newer, and says so in its address', async () => {
  const { url, port, cert, key, logs, stop } = await encrypted();
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(await status(port, cert)).toBe(200);
  expect(await handshake(port, cert, { maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
  expect(await handshake(port, cert, { minVersion: 'TLSv1.3' })).toBe('TLSv1.3');
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  expect(await handshake(port, cert, old)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  expect(logs()).toBe(`PIN service listening on ${url}\n`);
  expect(logs()).not.toContain(key.split('\n')[1]);
  expect(await stop()).toBe(0);
});

test.each([
  ['plain HTTP', `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ['no TLS', 'hello\r\n\r\n'],
])('%s at its TLS port is hung up on, and it lives on', async (_what, bytes) => {
  const { port, cert } = await encrypted();
  const socket = connect(port, '127.0.0.1');
  const told: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => told.push(chunk));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  expect(Buffer.concat(told).toString('latin1')).not.toContain('HTTP/1.1');
  expect(await status(port, cert)).toBe(200);
});

test('with an issuer and TLS it listens beyond loopback, and lets nobody in without a token', async () => {
  const issuer = await startIssuer();
  onTestFinished(() => void issuer.stop());
  const { url, port, cert } = await encrypted({ ...issuer.env, PIN_SERVICE_HOST: '0.0.0.0' });
  expect(url).toMatch(/^https:\/\/0\.0\.0\.0:\d+$/);
  expect(await status(port, cert, { host: 'pins.contoso.example' })).toBe(401);
  const authorization = `Bearer ${await issuer.token()}`;
  expect(await status(port, cert, { host: 'pins.contoso.example', authorization })).toBe(200);
});

test('with an issuer, and told that something before it ends TLS, it listens beyond loopback', async () => {
  const issuer = await startIssuer();
  onTestFinished(() => void issuer.stop());
  const env = { ...issuer.env, PIN_SERVICE_HOST: '0.0.0.0', PIN_SERVICE_BEHIND_TLS: 'true' };
  const service = await startPinService({ dataDir: temporaryDir(), env });
  onTestFinished(() => service.kill());
  const url = service.url.replace('0.0.0.0', '127.0.0.1') + path;
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
  expect((await fetch(url, { headers })).status).toBe(401);
  const authorization = `Bearer ${await issuer.token()}`;
  expect((await fetch(url, { headers: { ...headers, authorization } })).status).toBe(200);
});

const tokens = {
  PIN_SERVICE_TOKEN_ISSUER: 'https://issuer.example/',
  PIN_SERVICE_TOKEN_AUDIENCE: 'api://pins',
  PIN_SERVICE_TOKEN_TENANT: '6f1ad1e4-5c2e-4a6e-9f5c-0d2b0f5c7a11',
};
const refused: [what: string, env: Record<string, string>, told: string][] = [
  [
    'a host beyond loopback without an issuer',
    { PIN_SERVICE_HOST: '0.0.0.0' },
    'PIN_SERVICE_HOST should be a loopback',
  ],
  [
    'the same behind TLS',
    { PIN_SERVICE_HOST: '::', PIN_SERVICE_BEHIND_TLS: 'true' },
    'without PIN_SERVICE_TOKEN_ISSUER no token is checked',
  ],
  [
    'a host beyond loopback without TLS',
    { ...tokens, PIN_SERVICE_HOST: '0.0.0.0' },
    'PIN_SERVICE_BEHIND_TLS=true',
  ],
  [
    'an issuer without audience',
    { ...tokens, PIN_SERVICE_TOKEN_AUDIENCE: '' },
    'PIN_SERVICE_TOKEN_AUDIENCE is required',
  ],
  [
    'an issuer without tenant',
    { ...tokens, PIN_SERVICE_TOKEN_TENANT: '' },
    'PIN_SERVICE_TOKEN_TENANT is required',
  ],
  [
    'an audience without issuer',
    { ...tokens, PIN_SERVICE_TOKEN_ISSUER: '' },
    'PIN_SERVICE_TOKEN_ISSUER is missing beside PIN_SERVICE_TOKEN_AUDIENCE, PIN_SERVICE_TOKEN_TENANT',
  ],
  [
    'a tenant that is no GUID',
    { ...tokens, PIN_SERVICE_TOKEN_TENANT: 'common' },
    'PIN_SERVICE_TOKEN_TENANT should be',
  ],
  [
    'an issuer over plain http',
    { ...tokens, PIN_SERVICE_TOKEN_ISSUER: 'http://issuer.example' },
    'PIN_SERVICE_TOKEN_ISSUER should be an https address',
  ],
  [
    'keys over plain http',
    { ...tokens, PIN_SERVICE_TOKEN_KEYS_URL: 'http://issuer.example/keys' },
    'PIN_SERVICE_TOKEN_KEYS_URL should be an https address',
  ],
  ['a certificate alone', { PIN_SERVICE_TLS_CERT: '/x.pem' }, 'PIN_SERVICE_TLS_KEY is missing'],
  ['a key alone', { PIN_SERVICE_TLS_KEY: '/x.key' }, 'PIN_SERVICE_TLS_CERT is missing'],
  [
    'a limit over months',
    { PIN_SERVICE_USER_LIMIT: '1/31d' },
    'PIN_SERVICE_USER_LIMIT should count over 30d',
  ],
];

test.each(refused)('%s stops the start with one line', async (_what, env, told) => {
  const { code, logs } = await failedStart(env);
  expect(code).toBe(1);
  expect(logs).toContain(told);
  expect(logs.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  ['a file that is not there', 'key', '/nowhere.pem', 'PIN_SERVICE_TLS_KEY names a file that cannot be read'],
  ['a certificate for a key', 'key', 'cert', 'PIN_SERVICE_TLS_KEY should be a PEM file of a private key'],
  ['a key for a certificate', 'cert', 'key', 'PIN_SERVICE_TLS_CERT should be a PEM file that begins with'],
  [
    'the key of another certificate',
    'key',
    'other',
    'PIN_SERVICE_TLS_KEY should be the key of the certificate',
  ],
  ['the key itself', 'key', 'content', 'PIN_SERVICE_TLS_KEY names a file that cannot be read'],
  ['half of a key', 'key', 'half', 'PIN_SERVICE_TLS_KEY should be a PEM file of a private key'],
])('TLS with %s stops the start with one line that holds no key', async (_what, which, given, told) => {
  const [own, another] = [await certificateFiles(), await certificateFiles('another')];
  const half = join(temporaryDir(), 'half.key');
  writeFileSync(half, readFileSync(own.keyFile, 'utf8').slice(0, 100));
  const files: Record<string, string> = {
    cert: own.certFile,
    key: own.keyFile,
    other: another.keyFile,
    content: own.key,
    half,
  };
  const env = { PIN_SERVICE_TLS_CERT: own.certFile, PIN_SERVICE_TLS_KEY: own.keyFile };
  const setting = which === 'key' ? 'PIN_SERVICE_TLS_KEY' : 'PIN_SERVICE_TLS_CERT';
  const { code, logs } = await failedStart({
    ...env,
    [setting]: files[given] ?? given,
  });
  expect(code).toBe(1);
  expect(logs).toContain(told);
  expect(logs.trimEnd().split('\n')).toHaveLength(1);
  for (const line of own.key.split('\n').slice(1, -2)) expect(logs).not.toContain(line.slice(0, 16));
});
