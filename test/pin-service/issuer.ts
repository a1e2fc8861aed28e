import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';

type Claims = Record<string, unknown>;

/** How a token differs from a good one. A claim that is undefined is left out. */
export interface TokenChanges {
  claims?: Claims;
  header?: Record<string, unknown>;
  /** Signed by a key that the issuer does not show. */
  wrongKey?: boolean;
}

/** An issuer of tokens on loopback, with keys made at run time. */
export async function startIssuer() {
  const [tenant, audience, client] = [randomUUID(), `api://${randomUUID()}`, randomUUID()];
  let keys = await newKey();
  const others = await newKey();
  const issued: string[] = [];
  let asked = 0;
  let state: 'there' | 'away' | 'stolen' = 'there';
  const server = createServer(async (request, response) => {
    if (request.url === '/keys') asked += 1;
    if (state === 'away') return void request.socket.destroy();
    const told: Record<string, () => unknown> = {
      [`/${tenant}/v2.0/.well-known/openid-configuration`]: () => ({
        issuer: state === 'stolen' ? 'https://issuer.example' : issuer,
        jwks_uri: `${url}/keys`,
      }),
      '/keys': () => ({ keys: [keys.jwk] }),
    };
    const tell = told[request.url ?? ''];
    response.writeHead(tell ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(tell?.() ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `${url}/${tenant}/v2.0`;

  function claimsOf(changed: Claims = {}): Claims {
    const nowS = Math.floor(Date.now() / 1_000);
    const good = { iss: issuer, aud: audience, tid: tenant, azp: client, roles: ['Pin.Change.All'] };
    return { ...good, iat: nowS, nbf: nowS, exp: nowS + 3_600, ...changed };
  }

  const kept = (token: string): string => {
    issued.push(token);
    return token;
  };

  return {
    issuer,
    tenant,
    audience,
    client,
    keysUrl: `${url}/keys`,
    /** The least that a service must be told. */
    env: {
      PIN_SERVICE_TOKEN_ISSUER: issuer,
      PIN_SERVICE_TOKEN_AUDIENCE: audience,
      PIN_SERVICE_TOKEN_TENANT: tenant,
    },
    /** An application's token, good but for the changes. */
    async token({ claims, header, wrongKey = false }: TokenChanges = {}): Promise<string> {
      const { kid, privateKey } = wrongKey ? { ...others, kid: keys.kid } : keys;
      const jwt = new SignJWT(claimsOf(claims)).setProtectedHeader({
        alg: 'RS256',
        typ: 'JWT',
        kid,
        ...header,
      });
      return kept(await jwt.sign(privateKey));
    },
    /** The same claims under another algorithm: none, HMAC with the public key as its secret, or the right key. */
    async forged(alg: 'none' | 'HS256' | 'RS512' | 'PS256'): Promise<string> {
      const header = { alg, kid: keys.kid };
      if (alg === 'none') return kept(`${encoded(header)}.${encoded(claimsOf())}.${encoded('')}`);
      const secret =
        alg === 'HS256'
          ? new TextEncoder().encode(JSON.stringify(keys.jwk))
          : await importJWK(await exportJWK(keys.privateKey), alg);
      return kept(await new SignJWT(claimsOf()).setProtectedHeader(header).sign(secret));
    },
    /** All tokens that were made here. */
    issued,
    /** How often the keys were asked for. */
    asked: () => asked,
    /** It signs with a new key from now on. */
    async rotate() {
      keys = await newKey();
    },
    /** `stolen`: what stands at its address speaks for another issuer. */
    become(next: typeof state) {
      state = next;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

async function newKey() {
  const kid = randomUUID();
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

/** The token with other claims under the old signature. */
export function tampered(token: string): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  return `${head}.${encoded({ ...claims, more: true })}.${signature}`;
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
