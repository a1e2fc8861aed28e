/** Where on its way a request failed, and the code that Node gives it. */
export interface ConnectionFailure {
  stage: 'dns' | 'tcp' | 'tls' | 'answer';
  code: string;
}

const stages: [RegExp, ConnectionFailure['stage']][] = [
  [/^(?:ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/, 'dns'],
  [/^(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/, 'tcp'],
  [/^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS_|ERR_SSL_|EPROTO$)/, 'tls'],
];

/** Looks for the code in the error, its causes and those that it gathers. */
export function failureOf(error: unknown): ConnectionFailure {
  // fetch refuses the ports of other protocols (6000, 5060) by itself; it gives them no code.
  if (((error as Error | null)?.cause as Error | undefined)?.message === 'bad port')
    return { stage: 'tcp', code: 'BAD_PORT' };
  for (const code of codesIn(error)) {
    const [, stage] = stages.find(([pattern]) => pattern.test(code)) ?? [];
    if (stage) return { stage, code };
  }
  return { stage: 'answer', code: [...codesIn(error)][0] ?? (error as Error).name };
}

function* codesIn(error: unknown, depth = 0): Generator<string> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) yield code;
  yield* codesIn(cause, depth + 1);
  if (Array.isArray(errors)) for (const each of errors) yield* codesIn(each, depth + 1);
}

/** The failure as a sentence about the host, and what mends it. */
export function toldFailure(
  { stage, code }: ConnectionFailure,
  host: string,
): { what: string; mend: string } {
  switch (stage) {
    case 'dns':
      return {
        what: `DNS does not know ${host} (${code})`,
        mend: 'See that the name is written right and that this machine may ask a DNS server that knows it.',
      };
    case 'tcp':
      return tcpFailure(code, host);
    case 'tls':
      return tlsFailure(code, host);
    case 'answer':
      return {
        what: `${host} is reached and gives no answer (${code})`,
        mend: 'Something there, or a gateway on the way, ends the connection or holds it: look into its log.',
      };
  }
}

function tcpFailure(code: string, host: string): { what: string; mend: string } {
  if (code === 'BAD_PORT')
    return {
      what: `the port of ${host} is another protocol's, and no request goes there`,
      mend: 'Use another.',
    };
  if (code === 'ECONNREFUSED') {
    return {
      what: `${host} refuses the connection (TCP, ${code})`,
      mend: 'Nothing listens at that address and port: start it, or name the right ones.',
    };
  }
  return {
    what: `no connection to ${host} (TCP, ${code})`,
    mend: `Let this machine reach it: a firewall or a route is missing.${proxyHint()}`,
  };
}

function tlsFailure(code: string, host: string): { what: string; mend: string } {
  if (code === 'CERT_HAS_EXPIRED')
    return { what: `the certificate of ${host} has run out (TLS, ${code})`, mend: 'Renew it there.' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      what: `the certificate of ${host} is another host's (TLS, ${code})`,
      mend: 'Name the host that stands in the certificate, or give it one of its own.',
    };
  }
  if (/^(?:ERR_SSL_|EPROTO)/.test(code)) {
    return {
      what: `${host} does not speak TLS there (${code})`,
      mend: 'Name the port that speaks https, or let something in front of it end TLS.',
    };
  }
  return {
    what: `the certificate of ${host} is not trusted on this machine (TLS, ${code})`,
    mend: 'Where it comes from a company’s own authority, name that authority’s file in NODE_EXTRA_CA_CERTS, in the environment and not in .env.',
  };
}

/** Neither Node's fetch nor the bot goes through a proxy by itself. */
function proxyHint(): string {
  const { HTTPS_PROXY, https_proxy, NODE_USE_ENV_PROXY } = process.env;
  if (!(HTTPS_PROXY ?? https_proxy) || NODE_USE_ENV_PROXY === '1') return '';
  return ' HTTPS_PROXY is set, but the bot goes through it only with NODE_USE_ENV_PROXY=1, on Node 24 or newer.';
}
