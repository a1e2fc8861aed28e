import type { TokenCredential } from '@azure/identity';

/**
 * When a token is replaced, before it runs out. Not sooner: until then the library's own cache gives the same token again.
 */
const renewBeforeMs = 280_000;
/** A token that runs out within this time may be refused on its arrival. */
const tooOldMs = 15_000;
/** A renewal that failed is left alone for so long while the token at hand is good. */
const retryMs = 10_000;

/** The identity has given no token. Its cause is for the log's `faultFields` alone: the library quotes what it was told. */
export class IdentityFault extends Error {
  readonly code = 'IDENTITY_FAILED';
}

interface Token {
  token: string;
  expiresOnTimestamp: number;
}

/**
 * The token for a scope, asked for once for all who wait, and renewed in the background before it runs out.
 *
 * The library's own cache fetches anew in front of whoever comes first, and fails then although the token
 * at hand is good for minutes. `onFailure` hears of the first failure and of each after a success.
 *
 * @returns gives the token; rejects with IdentityFault
 */
export function tokenSource(parts: {
  credential: () => Promise<TokenCredential>;
  scope: string;
  now?: () => number;
  onFailure(fault: IdentityFault): void;
  onBack(): void;
}): () => Promise<string> {
  const { now = Date.now } = parts;
  let credential: Promise<TokenCredential> | undefined;
  let held: Token | undefined;
  let renewing: Promise<Token> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failing = false;
  async function fetchToken(): Promise<Token> {
    triedAt = now();
    try {
      credential ??= parts.credential();
      const token = await (await credential).getToken(parts.scope);
      if (!token) throw new Error('No token');
      if (failing) parts.onBack();
      failing = false;
      held = token;
      return token;
    } catch (cause) {
      credential = undefined;
      const fault = new IdentityFault('The identity gave no token', { cause });
      if (!failing) parts.onFailure(fault);
      failing = true;
      throw fault;
    }
  }
  function renew(): Promise<Token> {
    renewing ??= fetchToken().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }
  return async () => {
    const leftMs = held ? held.expiresOnTimestamp - now() : 0;
    if (!held || leftMs <= tooOldMs) return (await renew()).token;
    const { token } = held;
    // Whoever calls now need not wait; where it fails, it is tried again by a later call.
    if (leftMs <= renewBeforeMs && now() - triedAt >= retryMs) renew().catch(() => undefined);
    return token;
  };
}
