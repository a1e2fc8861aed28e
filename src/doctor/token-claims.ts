import { decodeJwt, type JWTPayload } from 'jose';

/** A token's claims, unverified: they are its owner's to check. */
export function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
