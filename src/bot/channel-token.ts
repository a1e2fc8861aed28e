import jwt from 'jsonwebtoken';
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
  // Lists, because the library would take an empty text for no rule.
  const rules = {
    algorithms: ['RS256' as const],
    issuer: [settings.tokenIssuer] as [string],
    audience: [settings.appId] as [string],
    clockTolerance: clockToleranceS,
  };
  return async (authorization, claimed) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    const keyId = token && keyIdOf(token);
    if (!token || !keyId) return refused(authorization === undefined ? 'missing' : 'malformed');
    const keys = await keysFor(keyId);
    if (!keys) return { kind: 'refused', why: 'keys_away' };
    const endorsed = keys.endorsements(keyId)?.includes(claimed.channelId) ?? true;
    if (!keys.has(keyId)) return refused('key_unknown');
    if (!endorsed) return refused('key_not_endorsed');
    const key = keys.find(keyId);
    if (!key) return refused('malformed');
    try {
      const claims = jwt.verify(token, key, rules);
      if (typeof claims === 'string') return refused('malformed');
      // What the library leaves open: it checks an expiry only where there is one.
      if (claims.exp === undefined) return refused('claim_exp');
      if (claims.iat !== undefined && typeof claims.iat !== 'number') return refused('claim_iat');
      return claims.serviceurl === claimed.serviceUrl ? { kind: 'genuine' } : refused('serviceurl');
    } catch (error) {
      return refused(refusalOf(error));
    }
  };
}

/** Which key it says it is signed with. Undefined for what is no token of RS256, or asks for what is not known here. */
function keyIdOf(token: string): string | undefined {
  try {
    const { alg, kid, crit } = JSON.parse(
      Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString(),
    );
    return alg === 'RS256' && crit === undefined && typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** How the library begins to say which claim is wrong. */
const claimWords = [
  ['jwt issuer invalid', 'claim_iss'],
  ['jwt audience invalid', 'claim_aud'],
  ['invalid nbf value', 'claim_nbf'],
  ['invalid exp value', 'claim_exp'],
] as const;

/** Why the library refuses a token, in a word of our own: for the log alone, never for the answer. */
function refusalOf(error: unknown): string {
  if (error instanceof jwt.TokenExpiredError) return 'expired';
  if (error instanceof jwt.NotBeforeError) return 'claim_nbf';
  const message = error instanceof Error ? error.message : '';
  if (message === 'invalid signature') return 'signature';
  return claimWords.find(([begin]) => message.startsWith(begin))?.[1] ?? 'malformed';
}
