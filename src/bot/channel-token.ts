import { decodeProtectedHeader, jwtVerify } from 'jose';
import { refusalOf } from '../token-refusal.ts';
import { channelKeys } from './channel-keys.ts';

/** Checks that a request comes from the channel. */
export type ChannelCheck = (
  authorization: string | undefined,
  claimed: { serviceUrl: string; channelId: string },
) => Promise<TokenVerdict>;

/**
 * `why` is for the log alone: `token_` and what is wrong with it, or `keys_away` where the channel's keys cannot be read
 * now, so that nobody can be let in.
 */
export type TokenVerdict = { kind: 'genuine' } | { kind: 'refused'; why: string };

const clockToleranceS = 300;
const refused = (why: string): TokenVerdict => ({ kind: 'refused', why: `token_${why}` });

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
  const keysFor = channelKeys(settings.openIdMetadataUrl);
  return async (authorization, claimed) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    const keyId = token && keyIdOf(token);
    if (!token || !keyId) return refused(authorization === undefined ? 'missing' : 'malformed');
    const keys = await keysFor(keyId);
    if (!keys) return { kind: 'refused', why: 'keys_away' };
    const endorsed = keys.endorsements(keyId)?.includes(claimed.channelId) ?? true;
    if (!keys.has(keyId)) return refused('key_unknown');
    if (!endorsed) return refused('key_not_endorsed');
    try {
      const { payload } = await jwtVerify(token, keys.find, {
        algorithms: ['RS256'],
        issuer: settings.tokenIssuer,
        audience: settings.appId,
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceS,
      });
      return payload.serviceurl === claimed.serviceUrl ? { kind: 'genuine' } : refused('serviceurl');
    } catch (error) {
      return refused(refusalOf(error));
    }
  };
}

/** Which key it says it is signed with. Undefined for what is no token of RS256. */
function keyIdOf(token: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === 'RS256' ? kid : undefined;
  } catch {
    return undefined;
  }
}
