import { subscribe } from 'node:diagnostics_channel';

/**
 * The errors with which a connection was never made: refused, unknown host, failed TLS handshake.
 *
 * fetch tells only an error; the same code (ECONNRESET) may end a handshake or a request under way. Node's
 * HTTP client publishes each connection's failure with the very error that fetch then has as its cause, and
 * it writes a request only to a connection that it has made. So an error found here is proof.
 */
const connectErrors = new WeakSet<object>();

subscribe('undici:client:connectError', (message) => {
  const { error } = message as { error?: unknown };
  if (typeof error === 'object' && error !== null) connectErrors.add(error);
});

/** What Node and OpenSSL call a certificate that cannot be trusted, or that is another host's. */
const untrusted =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS_CERT_ALTNAME_INVALID)/;

export function isUntrusted(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && untrusted.test(code);
}

/** Whether fetch failed before a byte of the request was sent. `false` means that it is not known. */
export function failedBeforeSending(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return false;
  // fetch refuses the ports of other protocols (6000, 5060) by itself; it gives them no code.
  return connectErrors.has(cause) || cause.message === 'bad port';
}
