import type { JWTPayload } from 'jose';
import { channelCredential } from '../bot/channel-credential.ts';
import type { Registration, Settings } from '../config.ts';
import { type IdentityFault, tokenSource } from '../identity/token.ts';
import { type Finding, fine, type Look, quoted, unsure, wrong } from './finding.ts';
import { claimsOf } from './token-claims.ts';
import { tokenFailure } from './token-failure.ts';

const about = 'registration';

/** Gets the bot's own token for the channel as the bot does, and looks into it. */
export const lookAtRegistration: Look = async ({ settings, asked }) => {
  const { registration, channel } = settings;
  if (!registration) {
    return [
      wrong(
        about,
        'none, so the bot runs in local mode, which no Teams can reach',
        'Set MicrosoftAppType, MicrosoftAppId, MicrosoftAppTenantId and, for SingleTenant, MicrosoftAppPassword.',
      ),
    ];
  }
  const getToken = tokenSource({
    credential: () => channelCredential(registration, channel.loginUrl),
    scope: `${channel.oauthScope}/.default`,
    timeoutMs: asked.withinMs,
    onFailure: () => {},
    onBack: () => {},
  });
  try {
    return lookInto(await getToken(), registration, channel);
  } catch (error) {
    const { what, mend } = await tokenFailure((error as IdentityFault).cause, {
      kind: registration.type === 'UserAssignedMSI' ? 'managedIdentity' : 'clientSecret',
      names,
      loginUrl: channel.loginUrl,
      withinMs: asked.withinMs,
    });
    return [wrong(about, `no token for the channel: ${what}`, mend)];
  }
};

const names = {
  secret: 'MicrosoftAppPassword',
  client: 'MicrosoftAppId',
  tenant: 'MicrosoftAppTenantId',
  login: 'CHANNEL_LOGIN_URL',
  scope: 'CHANNEL_OAUTH_SCOPE',
};

function lookInto(token: string, registration: Registration, channel: Settings['channel']): Finding[] {
  const claims = claimsOf(token);
  if (!claims) {
    return [unsure(about, 'a token for the channel was obtained, but it is none that can be looked into')];
  }
  const wrongs = [
    ...wrongAudience(claims, channel.oauthScope),
    ...wrongClient(claims, registration),
    ...wrongTime(claims),
  ];
  const leftS = (claims.exp ?? 0) - Date.now() / 1_000;
  const good = fine(
    about,
    `a token for ${channel.oauthScope} was obtained, good for ${Math.floor(leftS / 60)} minutes`,
  );
  return [...(wrongs.length > 0 ? wrongs : [good]), tenantOf(claims, registration)];
}

const guid = /^[0-9a-f-]{36}$/i;

function wrongAudience({ aud }: JWTPayload, scope: string): Finding[] {
  const [audience] = [aud].flat();
  const plain = typeof audience === 'string' ? audience.replace(/\/$/, '') : '';
  // In tokens of version 2 an API goes by its app id.
  if (plain === scope.replace(/\/$/, '') || guid.test(plain)) return [];
  const what = `the token is for ${quoted(audience)}, and not for ${scope}`;
  return [
    wrong(about, what, 'Set CHANNEL_OAUTH_SCOPE to the channel’s, or leave it out in the public cloud.'),
  ];
}

function wrongClient({ appid, azp }: JWTPayload, { appId }: Registration): Finding[] {
  const client = appid ?? azp;
  if (client === undefined || String(client).toLowerCase() === appId) return [];
  const what = `the token is another app’s, ${quoted(client)}`;
  return [wrong(about, what, 'Set MicrosoftAppId to the app that the secret or the managed identity is of.')];
}

function wrongTime({ exp }: JWTPayload): Finding[] {
  if (exp !== undefined && exp * 1_000 > Date.now()) return [];
  const what =
    exp === undefined ? 'the token has no expiry' : 'the token has run out by this machine’s clock';
  return [wrong(about, what, 'See that the clock is right (NTP).')];
}

function tenantOf({ tid }: JWTPayload, { tenantId }: Registration): Finding {
  if (typeof tid !== 'string') return unsure('tenant', 'the token names none');
  if (tid.toLowerCase() === tenantId) return fine('tenant', `${tenantId}, as the token says`);
  return wrong(
    'tenant',
    `the token is of tenant ${quoted(tid)}, and MicrosoftAppTenantId is ${tenantId}`,
    'Set MicrosoftAppTenantId to the tenant of the app’s registration; CHANNEL_LOGIN_URL, where it is set, must end in it.',
  );
}
