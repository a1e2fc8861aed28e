import type { TokenCredential } from '@azure/identity';

/**
 * When a token is replaced, before it runs out. Not sooner: until then the library's own cache gives the same token again.
 */
const renewBeforeMs = 280_000;
/** A token that runs out within this time may be refused on its arrival. */
const tooOldMs = 15_000;
/** A renewal that failed is left alone for so long while the token at hand is good. */
const retryMs = 10_000;
/** The same where there is none: people wait, but a stranger's questions must not have the identity asked each time. */
const noTokenRetryMs = 2_000;
/** What gives no token by then has failed: nobody may wait for ever, and nobody after it. */
const longestMs = 10_000;

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
  /** How long one request for a token may take. */
  timeoutMs?: number;
}): () => Promise<string> {
  const { now = Date.now, timeoutMs = longestMs } = parts;
  let credential: Promise<TokenCredential> | undefined;
  let held: Token | undefined;
  let renewing: Promise<Token> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: IdentityFault | undefined;
  async function fetchToken(): Promise<Token> {
    triedAt = now();
    try {
      credential ??= parts.credential();
      const token = await within(timeoutMs, (abortSignal) => getToken(credential, parts.scope, abortSignal));
      if (!token) throw new Error('No token');
      if (failure) parts.onBack();
      failure = undefined;
      held = token;
      return token;
    } catch (cause) {
      credential = undefined;
      const fault = new IdentityFault('The identity gave no token', { cause });
      if (!failure) parts.onFailure(fault);
      failure = fault;
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
    if (!held || leftMs <= tooOldMs) {
      if (failure && !renewing && now() - triedAt < noTokenRetryMs) throw failure;
      return (await renew()).token;
    }
    const { token } = held;
    // Whoever calls now need not wait; where it fails, it is tried again by a later call.
    if (leftMs <= renewBeforeMs && now() - triedAt >= retryMs) renew().catch(() => undefined);
    return token;
  };
}

type Credential = Promise<TokenCredential> | undefined;

async function getToken(
  credential: Credential,
  scope: string,
  abortSignal: AbortSignal,
): Promise<Token | null> {
  return (await (await credential)?.getToken(scope, { abortSignal })) ?? null;
}

/** The libraries do not all heed a signal. */
async function within<T>(timeoutMs: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('No token in time'), { code: 'IDENTITY_TIMEOUT' }));
      ending.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([act(ending.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
