import { z } from 'zod';
import { isLoopback } from '../settings-form.ts';

/** Whether keys that come from here are the issuer's: over https, or from this machine. */
export function isTrustedAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Such an address as a setting, left exactly as it is written. */
export const trustedAddress = z
  .string()
  .refine(
    isTrustedAddress,
    'should be an https address (plain http only to loopback), without user or fragment',
  );
