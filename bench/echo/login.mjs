/**
 * MSAL insists on https. Told an https authority, it has its requests sent to the same address by plain http. With a
 * channel on the internet none of this is needed.
 */
export function clientOf({ MicrosoftAppId, MicrosoftAppPassword, CHANNEL_LOGIN_URL }) {
  const login = new URL(CHANNEL_LOGIN_URL);
  const authority = `https://${login.host}${login.pathname}`;
  const metadata = {
    issuer: authority,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
  return {
    auth: {
      clientId: MicrosoftAppId,
      clientSecret: MicrosoftAppPassword,
      authority,
      knownAuthorities: [login.host],
      authorityMetadata: JSON.stringify(metadata),
    },
    system: {
      networkClient: {
        sendGetRequestAsync: (url, options) => send(url, { headers: options?.headers ?? {} }),
        sendPostRequestAsync: (url, options) =>
          send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
      },
    },
  };
}

async function send(url, init) {
  const response = await fetch(url.replace(/^https:/, 'http:'), init);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.json(),
  };
}
