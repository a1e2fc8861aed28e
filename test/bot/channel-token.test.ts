import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { channelCheck } from '../../src/bot/channel-token.ts';

const pair = (modulusLength = 2_048) => generateKeyPairSync('rsa', { modulusLength });
const [keys, strangers, weak] = [pair(), pair(), pair(1_024)];
const jwkOf = (key: KeyObject, kid: string, more: object = {}) => ({
  ...key.export({ format: 'jwk' }),
  kid,
  endorsements: ['msteams'],
  ...more,
});

const [issuer, appId, serviceUrl] = ['https://issuer.example', randomUUID(), 'https://smba.example/amer/'];
const nowS = Math.floor(Date.now() / 1_000);
const genuine = { iss: issuer, aud: appId, serviceurl: serviceUrl, iat: nowS, nbf: nowS, exp: nowS + 3_600 };

const encoded = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
function signed(claims: unknown, header: object = {}, key = keys.privateKey, hash = 'RSA-SHA256'): string {
  const text = `${encoded({ alg: 'RS256', kid: 'a', ...header })}.${encoded(claims)}`;
  return `${text}.${createSign(hash).update(text).sign(key, 'base64url')}`;
}

/** What becomes of a token, where the channel has these keys. */
async function verdict(token: string, jwks: object[] = [jwkOf(keys.publicKey, 'a')], channelId = 'msteams') {
  const server = createServer((request, response) => {
    const metadata = { issuer, jwks_uri: `${url}/keys` };
    response.end(JSON.stringify(request.url === '/metadata' ? metadata : { keys: jwks }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const check = channelCheck({ openIdMetadataUrl: `${url}/metadata`, tokenIssuer: issuer, appId });
  const answer = await check(`Bearer ${token}`, { serviceUrl, channelId });
  return answer.kind === 'genuine' ? 'genuine' : answer.why;
}

it.each([
  ['as the channel makes it', {}],
  ['for several, the bot among them', { aud: [randomUUID(), appId] }],
  ['that ran out within the tolerance', { exp: nowS - 200 }],
  ['that begins within the tolerance', { nbf: nowS + 200 }],
  ['without times but its expiry', { iat: undefined, nbf: undefined }],
])('takes a token %s', async (_name, more) => {
  expect(await verdict(signed({ ...genuine, ...more }))).toBe('genuine');
});

it.each([
  ['another issuer', { iss: 'https://other.example' }, 'token_claim_iss'],
  ['no issuer', { iss: undefined }, 'token_claim_iss'],
  ['an issuer that is a list', { iss: [issuer] }, 'token_claim_iss'],
  ['another audience', { aud: randomUUID() }, 'token_claim_aud'],
  ['no audience', { aud: undefined }, 'token_claim_aud'],
  ['an audience with a blank', { aud: `${appId} ` }, 'token_claim_aud'],
  ['an expiry gone by', { exp: nowS - 400 }, 'token_expired'],
  ['no expiry', { exp: undefined }, 'token_claim_exp'],
  ['an expiry that is a text', { exp: String(nowS + 3_600) }, 'token_claim_exp'],
  ['an expiry of null', { exp: null }, 'token_claim_exp'],
  ['a time to come', { nbf: nowS + 400 }, 'token_claim_nbf'],
  ['a beginning that is a text', { nbf: 'now' }, 'token_claim_nbf'],
  ['a birth that is a text', { iat: 'now' }, 'token_claim_iat'],
  ['another service', { serviceurl: 'https://smba.example/emea/' }, 'token_serviceurl'],
  ['no service', { serviceurl: undefined }, 'token_serviceurl'],
])('refuses a token of %s, and says so', async (_name, more, why) => {
  expect(await verdict(signed({ ...genuine, ...more }))).toBe(why);
});

it.each([
  ['a stranger’s key', signed(genuine, {}, strangers.privateKey), 'token_signature'],
  ['another hash', signed(genuine, {}, keys.privateKey, 'RSA-SHA512'), 'token_signature'],
  ['RS512', signed(genuine, { alg: 'RS512' }, keys.privateKey, 'RSA-SHA512'), 'token_malformed'],
  ['none', signed(genuine, { alg: 'none' }), 'token_malformed'],
  ['HS256', signed(genuine, { alg: 'HS256' }), 'token_malformed'],
  ['a demand that is not known', signed(genuine, { crit: ['exp'] }), 'token_malformed'],
  ['a key id that is no text', signed(genuine, { kid: 7 }), 'token_malformed'],
  ['no key id', signed(genuine, { kid: undefined }), 'token_malformed'],
  ['a key id of every object', signed(genuine, { kid: '__proto__' }), 'token_key_unknown'],
  ['another key id', signed(genuine, { kid: 'b' }), 'token_key_unknown'],
])('refuses a signature of %s', async (_name, token, why) => {
  expect(await verdict(token)).toBe(why);
});

it('refuses what is signed and holds no claims', async () => {
  for (const claims of ['no claims', '"text"', '[]', 'null', '7'])
    expect(await verdict(signed(claims))).toMatch(/^token_(?:malformed|claim_aud)$/);
});

it.each([
  ['of another use', [jwkOf(keys.publicKey, 'a', { use: 'enc' })]],
  ['of another algorithm', [jwkOf(keys.publicKey, 'a', { alg: 'PS256' })]],
  ['for other operations', [jwkOf(keys.publicKey, 'a', { key_ops: ['encrypt'] })]],
  ['of another type', [{ ...jwkOf(keys.publicKey, 'a'), kty: 'oct', k: 'AAAA' }]],
  ['that is none', [{ kty: 'RSA', kid: 'a', n: '', e: 'x' }]],
  ['that stands there twice', [jwkOf(strangers.publicKey, 'a'), jwkOf(keys.publicKey, 'a')]],
])('lets nobody in by a key %s', async (_name, jwks) => {
  expect(await verdict(signed(genuine), jwks)).toBe('token_malformed');
});

it('lets nobody in by a weak key, or for a channel that the key does not endorse', async () => {
  expect(await verdict(signed(genuine, {}, weak.privateKey), [jwkOf(weak.publicKey, 'a')])).toBe(
    'token_malformed',
  );
  expect(await verdict(signed(genuine), undefined, 'webchat')).toBe('token_key_not_endorsed');
});

it('takes a key that names its use, its algorithm and its operations', async () => {
  const jwk = jwkOf(keys.publicKey, 'a', { use: 'sig', alg: 'RS256', key_ops: ['verify'] });
  expect(await verdict(signed(genuine), [jwkOf(strangers.publicKey, 'b'), jwk])).toBe('genuine');
});
