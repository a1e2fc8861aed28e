/** Claims that a refusal may be about; any other word would be the token's own. */
const claims = new Set(['iss', 'aud', 'exp', 'nbf', 'iat']);

/**
 * Why jose refuses a token, in a word of our own: for the log alone, never for the answer. The error itself may quote the
 * token.
 */
export function refusalOf(error: unknown): string {
  const { code, claim } = error as { code?: unknown; claim?: unknown };
  if (code === 'ERR_JWT_EXPIRED') return 'expired';
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') {
    return typeof claim === 'string' && claims.has(claim) ? `claim_${claim}` : 'claim';
  }
  return code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' ? 'signature' : 'malformed';
}
