import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { isLoopback } from '../settings-form.ts';

/** The keys that the channel signs with. Each is parsed once. */
export interface ChannelKeys {
  has(keyId: string): boolean;
  /** Undefined where what has this id cannot check a signature of RS256. */
  find(keyId: string): KeyObject | undefined;
  /** The channels that a key may speak for; undefined for one that names none. */
  endorsements(keyId: string): string[] | undefined;
}

export const metadataForm = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });
export const keysForm = z.looseObject({
  keys: z.array(
    z.looseObject({
      kty: z.string(),
      kid: z.string().optional(),
      // What cannot be read as a list endorses nobody; the protocol leaves a key that names none to all.
      endorsements: z.array(z.string()).optional().catch([]),
    }),
  ),
});

const timeoutMs = 5_000;
/** Microsoft asks that keys are read again every day. */
const staleMs = 24 * 3_600_000;
/** A key that is not known may be a new one, or a forger's: it is looked for at most so often. */
const unknownKeyMs = 60_000;
/** While there are no keys at all, nobody can be let in: they are asked for sooner. */
const noKeysMs = 5_000;

/**
 * Reads the channel's keys when they are needed, once for all turns that wait. Where they cannot be read, those in hand
 * stay good, and the issuer is left alone for a while.
 *
 * @returns the keys in hand, or undefined where there are none
 */
export function channelKeys(
  metadataUrl: string,
  now: () => number = Date.now,
): (keyId: string) => Promise<ChannelKeys | undefined> {
  let keys: ChannelKeys | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  function read(): Promise<void> {
    reading ??= fetchKeys(metadataUrl)
      .then(
        (fetched) => {
          keys = fetched;
          readAt = now();
        },
        () => undefined,
      )
      .finally(() => {
        triedAt = now();
        reading = undefined;
      });
    return reading;
  }
  /** For a key that is not at hand. The first reading of all is not a look for it: a new key may come right after. */
  async function lookFor(keyId: string): Promise<void> {
    if (reading) await reading;
    if (keys?.has(keyId)) return;
    if (!keys) {
      if (now() - triedAt >= noKeysMs) await read();
    } else if (now() - lookedAt >= unknownKeyMs) {
      lookedAt = now();
      await read();
    } else if (reading) await reading;
  }
  return async (keyId) => {
    if (!keys?.has(keyId)) await lookFor(keyId);
    else if (now() - readAt >= staleMs && now() - triedAt >= unknownKeyMs) void read();
    return keys;
  };
}

async function fetchKeys(metadataUrl: string): Promise<ChannelKeys> {
  // For both together: people wait.
  const signal = AbortSignal.timeout(timeoutMs);
  const { jwks_uri } = metadataForm.parse(await fetchJson(metadataUrl, signal));
  // No plainer than the address that named it, which the settings have checked.
  if (!isTrusted(new URL(jwks_uri), new URL(metadataUrl)))
    throw Object.assign(new Error('The keys’ address is not safe'), { code: 'KEYS_UNSAFE' });
  const keySet = keysForm.parse(await fetchJson(jwks_uri, signal));
  const byId = Map.groupBy(keySet.keys, ({ kid }) => kid);
  const parsed = new Map([...byId].map(([kid, keys]) => [kid, keyOf(keys.filter(isOfRs256))]));
  return {
    has: (keyId) => byId.has(keyId),
    find: (keyId) => parsed.get(keyId),
    endorsements: (keyId) => byId.get(keyId)?.at(-1)?.endorsements,
  };
}

type Key = z.infer<typeof keysForm>['keys'][number];

/** RFC 7517, 4.1 to 4.4: whether it is meant for signatures of RS256. */
const isOfRs256 = ({ kty, alg = 'RS256', use = 'sig', key_ops }: Key): boolean =>
  kty === 'RSA' &&
  alg === 'RS256' &&
  use === 'sig' &&
  (key_ops === undefined || (Array.isArray(key_ops) && key_ops.includes('verify')));

/** RFC 7518, 3.3. */
const leastBits = 2_048;

/** Undefined for two of one id, of which nobody knows which is meant, and for what is no public key, or a weak one. */
function keyOf([jwk, another]: Key[]): KeyObject | undefined {
  if (!jwk || another) return undefined;
  try {
    // Its public part alone, whatever else stands there.
    const { kty, n, e } = jwk as JsonWebKey;
    const key = createPublicKey({ key: { kty, n, e } as JsonWebKey, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastBits ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Whether keys may be read at an address that this one names. */
export const isTrusted = (url: URL, by: URL): boolean =>
  url.protocol === 'https:' ||
  (by.protocol === 'http:' && url.protocol === 'http:' && isLoopback(url.hostname));

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' });
  if (!response.ok) throw Object.assign(new Error('The keys were not given'), { code: 'KEYS_AWAY' });
  return response.json();
}
