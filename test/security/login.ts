import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { importX509, jwtVerify } from 'jose';

/** Gives a token for who has proved what they say they are. */
type Give = (scope: string) => Promise<string>;

/**
 * App Service's identity endpoint: a token for whoever knows the header's secret, which only the machine's own processes
 * do. https://learn.microsoft.com/azure/app-service/overview-managed-identity, "REST endpoint reference"
 */
export async function startIdentityEndpoint(give: Give) {
  const header = createHash('sha256').update(String(Math.random())).digest('hex');
  const asked: { resource: string | null; clientId: string | null }[] = [];
  let state: 'there' | 'away' | 'slow' = 'there';
  let lifeS = 3_600;
  const server = createPlainServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://identity');
    asked.push({ resource: searchParams.get('resource'), clientId: searchParams.get('client_id') });
    if (state === 'slow') return;
    response.setHeader('content-type', 'application/json');
    if (state === 'away' || request.headers['x-identity-header'] !== header) {
      response.statusCode = 400;
      return void response.end(JSON.stringify({ statusCode: 400, message: 'No identity: hush-hush' }));
    }
    const resource = searchParams.get('resource') ?? '';
    const expires_on = String(Math.floor(Date.now() / 1_000) + lifeS);
    response.end(
      JSON.stringify({ access_token: await give(resource), expires_on, resource, token_type: 'Bearer' }),
    );
  });
  const url = await listen(server);
  return {
    env: { IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: header },
    asked,
    become(next: typeof state) {
      state = next;
    },
    /** How long the tokens live that it gives from now on. */
    shorten(nextS: number) {
      lifeS = nextS;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a client may prove itself with. */
export interface Proofs {
  secret: string;
  /** PEM. */
  certificate: string;
  platformToken: string;
}

/** Entra's login, over TLS: a token for the client whose secret, signature or platform's token is right. */
export async function startLogin(
  tls: ServerOptions,
  known: { tenant: string; client: string; proofs: Proofs },
  give: Give,
) {
  const used: string[] = [];
  const { tenant } = known;
  const server = createServer(tls, async (request, response) => {
    response.setHeader('content-type', 'application/json');
    const { pathname } = new URL(request.url ?? '/', url);
    if (pathname === `/${tenant}/v2.0/.well-known/openid-configuration`)
      return void response.end(JSON.stringify(metadata()));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const proof = pathname.endsWith('/token') ? await proofIn(form, known) : undefined;
    used.push(proof ?? 'none');
    if (!proof) {
      response.statusCode = 401;
      const refusal = { error: 'invalid_client', error_description: 'AADSTS7000215: hush-hush' };
      return void response.end(JSON.stringify(refusal));
    }
    const access_token = await give(form.get('scope') ?? '');
    response.end(JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token }));
  });
  const url = await listen(server, 'https');
  const metadata = () => ({
    issuer: `${url}/${tenant}/v2.0`,
    token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${url}/keys`,
  });
  return {
    url,
    /** What each client proved itself with. */
    used,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function proofIn(
  form: URLSearchParams,
  { client, proofs }: { client: string; proofs: Proofs },
): Promise<string | undefined> {
  if (form.get('client_id') !== client || form.get('grant_type') !== 'client_credentials') return undefined;
  if (form.get('client_secret') === proofs.secret) return 'secret';
  const assertion = form.get('client_assertion');
  if (!assertion) return undefined;
  if (assertion === proofs.platformToken) return 'platform';
  const key = await importX509(new X509Certificate(proofs.certificate).toString(), 'PS256');
  // The library rounds the time of signing, up too.
  const { payload } = await jwtVerify(assertion, key, { clockTolerance: 5 }).catch(() => ({
    payload: { iss: undefined },
  }));
  return payload.iss === client ? 'certificate' : undefined;
}

async function listen(server: ReturnType<typeof createPlainServer>, scheme = 'http'): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
