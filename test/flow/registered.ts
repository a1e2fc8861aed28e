import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { somebody } from './teams.ts';

export type TokenFault =
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'noExpiry'
  | 'signature'
  | 'serviceUrl'
  | 'algorithm'
  | 'none'
  | 'notYet'
  | 'noKeyId'
  | 'unknownKey'
  | 'noServiceUrl'
  | 'noIssuer'
  | 'noAudience'
  | 'tampered';

interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A channel of one's own on loopback: its keys' metadata, its login, and tokens signed at run time. */
export async function registered() {
  let keys = await generateKeyPair('RS256');
  const others = await generateKeyPair('RS256');
  let kid = randomUUID();
  let asked = 0;
  let metadataAsked = 0;
  let away = false;
  let slow: (() => void)[] | undefined;
  let endorsements: string[] | undefined = ['msteams'];
  /** Answers in place of the usual ones; headers alone go with the usual one. */
  const script: { answer: (path: string) => Scripted | undefined } = { answer: () => undefined };
  const appId = randomUUID();
  const issuer = 'https://issuer.example';
  const botToken = randomUUID();
  const jwk = async () => ({
    ...(await exportJWK(keys.publicKey)),
    kid,
    alg: 'RS256',
    use: 'sig',
    ...(endorsements ? { endorsements } : {}),
  });
  const server = createServer(async (request, response) => {
    if (request.url === '/keys') asked += 1;
    if (request.url === '/metadata') metadataAsked += 1;
    if (away) return void response.socket?.destroy();
    if (slow) await new Promise<void>((resolve) => slow?.push(resolve));
    response.setHeader('content-type', 'application/json');
    const { status, headers = {}, body } = script.answer(request.url ?? '') ?? {};
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (body !== undefined) return void response.writeHead(status ?? 200).end(body);
    if (request.url === '/metadata') response.end(JSON.stringify({ issuer, jwks_uri: `${url}/keys` }));
    else if (request.url === '/keys') response.end(JSON.stringify({ keys: [await jwk()] }));
    else if (request.url?.includes('/token'))
      response.end(JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token: botToken }));
    else response.writeHead(404).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function token(serviceUrl: string, fault?: TokenFault): Promise<string> {
    const claims = {
      ...(fault === 'noServiceUrl'
        ? {}
        : { serviceurl: fault === 'serviceUrl' ? 'https://elsewhere.example/' : serviceUrl }),
    };
    const nowS = Math.floor(Date.now() / 1000);
    const header = {
      alg: fault === 'algorithm' ? 'HS256' : 'RS256',
      ...(fault === 'noKeyId' ? {} : { kid: fault === 'unknownKey' ? randomUUID() : kid }),
    };
    let jwt = new SignJWT(claims).setProtectedHeader(header).setIssuedAt();
    if (fault !== 'noIssuer') jwt = jwt.setIssuer(fault === 'issuer' ? 'https://other.example' : issuer);
    if (fault !== 'noAudience') jwt = jwt.setAudience(fault === 'audience' ? randomUUID() : appId);
    if (fault === 'notYet') jwt = jwt.setNotBefore(nowS + 3_600);
    if (fault !== 'noExpiry') jwt = jwt.setExpirationTime(fault === 'expired' ? nowS - 3_600 : '1h');
    if (fault === 'algorithm')
      return jwt.sign(new TextEncoder().encode('a secret that is long enough for it'));
    const signed = await jwt.sign(fault === 'signature' ? others.privateKey : keys.privateKey);
    const [head, body, signature] = signed.split('.') as [string, string, string];
    if (fault === 'none') return `${encoded({ alg: 'none', kid })}.${body}.${signature}`;
    return fault === 'tampered'
      ? `${head}.${encoded({ ...decoded(body), more: true })}.${signature}`
      : signed;
  }

  return {
    botToken,
    env: {
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppId: appId,
      MicrosoftAppPassword: randomUUID(),
      MicrosoftAppTenantId: somebody('x').tenantId,
      CHANNEL_OPENID_METADATA_URL: `${url}/metadata`,
      CHANNEL_TOKEN_ISSUER: issuer,
      CHANNEL_LOGIN_URL: `${url}/${somebody('x').tenantId}`,
      ALLOWED_SERVICE_HOSTS: '127.0.0.1',
      HELPDESK_PHONE: '410-309-0200',
      HOST: '127.0.0.1',
    },
    authorization: (serviceUrl: () => string, fault?: TokenFault) => () => token(serviceUrl(), fault),
    /** How often the keys were asked for. */
    asked: () => asked,
    /** How often where they are was asked for. */
    metadataAsked: () => metadataAsked,
    /** The channel signs with a new key from now on. */
    async rotate() {
      keys = await generateKeyPair('RS256');
      kid = randomUUID();
    },
    /** The issuer answers nobody, or everybody again. */
    setAway(now: boolean) {
      away = now;
    },
    /** It answers nobody until it is told to go on. */
    hold() {
      slow = [];
    },
    /** Somebody has asked and waits. */
    async held() {
      while (slow?.length === 0) await once(server, 'request');
    },
    script,
    goOn() {
      const waiting = slow ?? [];
      slow = undefined;
      for (const each of waiting) each();
    },
    endorse(channels: string[] | undefined) {
      endorsements = channels;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (text: string): object => JSON.parse(Buffer.from(text, 'base64url').toString());
