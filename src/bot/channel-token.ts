import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';

/** Checks that a request comes from the channel. */
export type ChannelCheck = (
  authorization: string | undefined,
  claimed: { serviceUrl: string; channelId: string },
) => Promise<TokenVerdict>;

/** `keys_away`: the channel's keys cannot be read now, so that nobody can be let in. */
export type TokenVerdict = { kind: 'genuine' } | { kind: 'refused' } | { kind: 'keys_away' };

const metadataForm = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });
const clockToleranceS = 300;
const refreshMetadataMs = 24 * 3_600_000;

/**
 * Bot Framework's inbound rules: RS256, issuer, audience, expiry, signature by a key that endorses the channel, and a
 * `serviceurl` claim that equals the body's.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function channelCheck(settings: {
  openIdMetadataUrl: string;
  tokenIssuer: string;
  appId: string;
}): ChannelCheck {
  let known: { keys: ReturnType<typeof createRemoteJWKSet>; at: number } | undefined;
  async function keysNow() {
    if (known && Date.now() - known.at < refreshMetadataMs) return known.keys;
    try {
      known = { keys: await readKeys(), at: Date.now() };
    } catch (error) {
      if (!known) throw error;
      // The keys in hand are good still; asked again in a minute.
      known = { ...known, at: Date.now() - refreshMetadataMs + 60_000 };
    }
    return known.keys;
  }
  async function readKeys() {
    const response = await fetch(settings.openIdMetadataUrl, {
      signal: AbortSignal.timeout(5_000),
      redirect: 'error',
    });
    const metadata = metadataForm.parse(await response.json());
    return createRemoteJWKSet(new URL(metadata.jwks_uri), { cooldownDuration: 60_000 });
  }
  return async (authorization, claimed) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) return { kind: 'refused' };
    try {
      const keys = await keysNow();
      const { payload, key } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: settings.tokenIssuer,
        audience: settings.appId,
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceS,
      });
      const endorsed = endorses(keys, token, claimed.channelId);
      return key && endorsed && payload.serviceurl === claimed.serviceUrl
        ? { kind: 'genuine' }
        : { kind: 'refused' };
    } catch (error) {
      return { kind: verdictOf(error) };
    }
  };
}

/** A key of Microsoft's metadata lists the channels it may speak for; one without a list speaks for all. */
function endorses(keys: ReturnType<typeof createRemoteJWKSet>, token: string, channelId: string): boolean {
  const header = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString()) as {
    kid?: string;
  };
  const key = keys.jwks()?.keys.find((each) => each.kid === header.kid);
  const endorsements: unknown = key && 'endorsements' in key ? key.endorsements : undefined;
  return !Array.isArray(endorsements) || endorsements.includes(channelId);
}

/** jose's own codes are verdicts on the token, but for those of fetching the keys. */
function verdictOf(error: unknown): 'refused' | 'keys_away' {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('ERR_J')) return 'keys_away';
  return code === 'ERR_JWKS_TIMEOUT' || code === 'ERR_JOSE_GENERIC' ? 'keys_away' : 'refused';
}
