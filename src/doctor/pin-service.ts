import type { Settings } from '../config.ts';
import { credentialFor } from '../identity/credential.ts';
import { type IdentityFault, tokenSource } from '../identity/token.ts';
import { isLoopback } from '../settings-form.ts';
import { toldFailure } from './connection-failure.ts';
import { type Finding, fine, type Look, quoted, unsure, wrong } from './finding.ts';
import { lookAtContract } from './pin-contract.ts';
import { goesByProxy, reach } from './reach.ts';
import { claimsOf } from './token-claims.ts';
import { tokenFailure } from './token-failure.ts';

const about = 'PIN service';

/** Reaches the PIN service, shows it the bot's token, and holds its answers against the contract. Changes nothing. */
export const lookAtPinService: Look = async ({ settings: { registration, pinService }, asked }) => {
  const url = new URL(pinService.url);
  const reached = goesByProxy(url) ? undefined : await reach(url, asked.withinMs);
  if (reached?.kind === 'failed') {
    const { what, mend } = toldFailure(reached.failure, url.host);
    return [wrong(about, `${what}: no PIN can be changed`, `${mend} Its address is PIN_SERVICE_URL.`)];
  }
  const way = reached ? fine(about, `${url.host} is reached (${reached.steps})`) : undefined;
  const identity = await identityFor(pinService, registration?.tenantId ?? '', asked.withinMs);
  const token = identity.kind === 'token' ? identity.token : undefined;
  const contract =
    identity.kind === 'failed'
      ? []
      : await lookAtContract({
          url,
          token,
          user: asked.user,
          withinMs: asked.withinMs,
          settings: pinService,
        });
  return [
    ...(way ? [way] : []),
    ...(identity.kind === 'none' ? openDoor(url) : [identity.finding]),
    ...contract,
  ];
};

type Identified =
  | { kind: 'none' }
  | { kind: 'token'; token: string; finding: Finding }
  | { kind: 'failed'; finding: Finding };

async function identityFor(
  { scope, identity, loginUrl = 'https://login.microsoftonline.com' }: Settings['pinService'],
  tenantId: string,
  withinMs: number,
): Promise<Identified> {
  if (!identity || scope === undefined) return { kind: 'none' };
  const getToken = tokenSource({
    credential: () => credentialFor(identity, loginUrl),
    scope,
    timeoutMs: withinMs,
    onFailure: () => {},
    onBack: () => {},
  });
  try {
    const token = await getToken();
    return { kind: 'token', token, finding: lookInto(token) };
  } catch (error) {
    const tenant = 'tenantId' in identity ? identity.tenantId : tenantId;
    const { what, mend } = await tokenFailure((error as IdentityFault).cause, {
      kind: identity.kind,
      names,
      loginUrl: `${loginUrl}/${tenant}`,
      withinMs,
    });
    return { kind: 'failed', finding: wrong('PIN service token', `none was obtained: ${what}`, mend) };
  }
}

const names = {
  secret: 'PIN_SERVICE_CLIENT_SECRET (or MicrosoftAppPassword)',
  client: 'PIN_SERVICE_CLIENT_ID (or MicrosoftAppId)',
  tenant: 'PIN_SERVICE_TENANT_ID (or MicrosoftAppTenantId)',
  login: 'PIN_SERVICE_LOGIN_URL',
  scope: 'PIN_SERVICE_SCOPE',
};

function lookInto(token: string): Finding {
  const claims = claimsOf(token);
  const about = 'PIN service token';
  if (!claims) return fine(about, 'obtained');
  const [audience] = [claims.aud].flat();
  const roles = Array.isArray(claims.roles) ? claims.roles.map(quoted).join(', ') : 'none';
  return fine(about, `obtained, for ${quoted(audience)}, with the roles: ${roles}`);
}

/** Without a scope the bot shows no token, and so may anybody else who reaches the service. */
function openDoor(url: URL): Finding[] {
  if (isLoopback(url.hostname)) return [];
  return [
    unsure(
      'PIN service token',
      'none is shown, for PIN_SERVICE_SCOPE is not set: whoever reaches the service may be able to set PINs',
      'Let the service ask for a token, and set PIN_SERVICE_SCOPE; or see that the bot alone reaches it.',
    ),
  ];
}
