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
  | 'algorithm';

/** A channel of one's own on loopback: its keys' metadata, its login, and tokens signed at run time. */
export async function registered() {
  const keys = await generateKeyPair('RS256');
  const others = await generateKeyPair('RS256');
  const kid = randomUUID();
  const appId = randomUUID();
  const issuer = 'https://issuer.example';
  const botToken = randomUUID();
  const jwk = {
    ...(await exportJWK(keys.publicKey)),
    kid,
    alg: 'RS256',
    use: 'sig',
    endorsements: ['msteams'],
  };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/metadata') response.end(JSON.stringify({ issuer, jwks_uri: `${url}/keys` }));
    else if (request.url === '/keys') response.end(JSON.stringify({ keys: [jwk] }));
    else if (request.url?.includes('/token'))
      response.end(JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token: botToken }));
    else response.writeHead(404).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function token(serviceUrl: string, fault?: TokenFault): Promise<string> {
    const claims = { serviceurl: fault === 'serviceUrl' ? 'https://elsewhere.example/' : serviceUrl };
    let jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: fault === 'algorithm' ? 'HS256' : 'RS256', kid })
      .setIssuer(fault === 'issuer' ? 'https://other.example' : issuer)
      .setAudience(fault === 'audience' ? randomUUID() : appId)
      .setIssuedAt();
    if (fault !== 'noExpiry')
      jwt = jwt.setExpirationTime(fault === 'expired' ? Math.floor(Date.now() / 1000) - 3_600 : '1h');
    if (fault === 'algorithm')
      return jwt.sign(new TextEncoder().encode('a secret that is long enough for it'));
    return jwt.sign(fault === 'signature' ? others.privateKey : keys.privateKey);
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
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
