import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { isTrustedAddress } from './trusted-address.ts';

/** The keys that the issuer signs with. Each is parsed once. */
export interface IssuerKeys {
  find: ReturnType<typeof createLocalJWKSet>;
  has: (keyId: string) => boolean;
}

const configurationForm = z.looseObject({
  issuer: z.string(),
  jwks_uri: z.string().refine(isTrustedAddress),
});
const keysForm = z.looseObject({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })),
});

const timeoutMs = 5_000;
const staleMs = 24 * 3_600_000;
/** A key that is not known may be a new one, or a forger's: it is looked for at most so often. */
const unknownKeyMs = 60_000;
/** While there are no keys at all nobody can be let in: they are asked for sooner. */
const noKeysMs = 1_000;

/**
 * Reads the issuer's keys when they are needed, once for all requests that wait. Where they cannot be read, those in
 * hand stay good, and the issuer is left alone for a while. jose's own remote key set does neither: it drops its keys
 * when they are old, and asks an issuer that is away again for each request.
 *
 * @returns the keys in hand, or undefined where there are none
 */
export function issuerKeys(
  { issuer, keysUrl }: { issuer: string; keysUrl: string | undefined },
  { nowMs, onFault }: { nowMs: () => number; onFault: (error: unknown) => void },
): (keyId: string) => Promise<IssuerKeys | undefined> {
  let keys: IssuerKeys | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let unknownAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const since = (timeMs: number) => nowMs() - timeMs;
  function read(): Promise<void> {
    reading ??= fetchKeys(issuer, keysUrl)
      .then(
        (fetched) => {
          keys = fetched;
          readAt = nowMs();
        },
        (cause) => {
          failedAt = nowMs();
          onFault(
            Object.assign(new Error("the issuer's keys could not be read"), { code: 'ISSUER_AWAY', cause }),
          );
        },
      )
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }
  return async (keyId) => {
    if (keys?.has(keyId)) {
      if (since(readAt) >= staleMs && since(failedAt) >= unknownKeyMs) void read();
    } else if (reading) await reading;
    else if (keys ? since(unknownAt) >= unknownKeyMs : since(failedAt) >= noKeysMs) {
      if (keys) unknownAt = nowMs();
      await read();
    }
    return keys;
  };
}

async function fetchKeys(issuer: string, keysUrl: string | undefined): Promise<IssuerKeys> {
  const keySet = keysForm.parse(await fetchJson(keysUrl ?? (await toldKeysUrl(issuer))));
  const ids = new Set(keySet.keys.map(({ kid }) => kid));
  return { find: createLocalJWKSet(keySet as JSONWebKeySet), has: (keyId) => ids.has(keyId) };
}

/** {@link https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation OpenID Connect Discovery 4.3}: it must name the very issuer that was asked. */
async function toldKeysUrl(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const told = configurationForm.parse(await fetchJson(address));
  if (told.issuer !== issuer) throw new Error('the openid configuration is of another issuer');
  return told.jwks_uri;
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error('the issuer gave no answer of use');
  return response.json();
}
