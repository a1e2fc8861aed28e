import { defaultPolicy, type PinPolicy } from '../../../src/pin/policy.ts';
import type { SeedPerson } from '../../../src/pin-service/embedded/seed-form.ts';

/** A person as the pool has them; a test may change what it likes at any time. */
export interface PoolPerson {
  upn: string;
  sip: string;
  displayName: string;
  lineUri: string | null;
  /** Get-CsUser's Enabled. */
  enabled: boolean;
  /** Whether any cmdlet finds them. */
  listed: boolean;
  isLockedOut: boolean;
  pin: string | null;
  /** .NET's round-trip format, as the answers have it. */
  lastPinChangeTime: string | null;
  pinExpirationTime: string | null;
  policy: PinPolicy;
  phoneNumber: string | null;
  extension: string | null;
}

export function personOf(seed: SeedPerson): PoolPerson {
  const { userPrincipalName: upn, displayName, phoneNumber = null, extension = null } = seed;
  return {
    upn,
    sip: `sip:${upn}`,
    displayName,
    lineUri: lineUriOf(phoneNumber, extension),
    enabled: !seed.disabled,
    listed: seed.enabled ?? true,
    isLockedOut: (seed.locked ?? 'no') !== 'no',
    pin: null,
    lastPinChangeTime: null,
    pinExpirationTime: null,
    policy: { ...defaultPolicy, ...seed.policy },
    phoneNumber,
    extension,
  };
}

/** An extension alone stands for the number too, without a plus: `tel:0131;ext=0131`. */
function lineUriOf(phoneNumber: string | null, extension: string | null): string | null {
  const number = phoneNumber ?? extension;
  if (number === null) return null;
  return extension === null ? `tel:${number}` : `tel:${number};ext=${extension}`;
}
