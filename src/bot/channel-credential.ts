import type { TokenCredential } from '@azure/identity';
import { ConfidentialClientApplication, type Configuration, type INetworkModule } from '@azure/msal-node';
import type { Registration } from '../config.ts';
import { credentialFor } from '../identity/credential.ts';

/** The bot's own identity towards the channel: its registration's. */
export async function channelCredential(
  registration: Registration,
  loginUrl: string,
): Promise<TokenCredential> {
  const { type, appId: clientId } = registration;
  if (type === 'UserAssignedMSI') return credentialFor({ kind: 'managedIdentity', clientId });
  const application = new ConfidentialClientApplication(clientConfiguration(registration, loginUrl));
  return {
    async getToken(scope) {
      const answer = await application.acquireTokenByClientCredential({ scopes: [scope].flat() });
      if (!answer?.expiresOn) return null;
      return { token: answer.accessToken, expiresOnTimestamp: answer.expiresOn.getTime() };
    },
  };
}

function clientConfiguration(registration: Registration, loginUrl: string): Configuration {
  const auth = { clientId: registration.appId, clientSecret: registration.password ?? '' };
  const login = new URL(loginUrl);
  if (login.protocol === 'https:') return { auth: { ...auth, authority: loginUrl } };
  // A channel of one's own on loopback: MSAL insists on https, so it is told an https authority, whose addresses are
  // rewritten on the way out. The settings allow plain http to loopback only, and never in production.
  const authority = `https://${login.host}${login.pathname}`;
  const metadata = {
    issuer: authority,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
  return {
    auth: { ...auth, authority, knownAuthorities: [login.host], authorityMetadata: JSON.stringify(metadata) },
    system: { networkClient: plainHttp },
  };
}

const plainHttp: INetworkModule = {
  sendGetRequestAsync: (url, options) => send(url, { headers: options?.headers ?? {} }),
  sendPostRequestAsync: (url, options) =>
    send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
};

async function send<T>(
  url: string,
  init: RequestInit,
): Promise<{ headers: Record<string, string>; body: T; status: number }> {
  const response = await fetch(url.replace(/^https:/, 'http:'), {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  return {
    headers: Object.fromEntries(response.headers),
    body: (await response.json()) as T,
    status: response.status,
  };
}
