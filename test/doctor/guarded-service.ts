import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { makeCertificate } from '../faults/certificates.ts';
import { startIssuer } from '../pin-service/issuer.ts';
import { person, serviceWith } from '../pin-service/seed-file.ts';
import { startLogin } from '../security/login.ts';
import { ownFolder } from './run-doctor.ts';

/** The reference service behind an issuer's tokens, and a login that gives them. */
export async function guarded(claims: Record<string, unknown> = {}) {
  const issuer = await startIssuer();
  onTestFinished(() => void issuer.stop());
  const one = person();
  const service = await serviceWith([one], issuer.env);
  const certificate = await makeCertificate(ownFolder(), 'login');
  const secret = randomUUID();
  const proofs = { secret, certificate: certificate.cert, platformToken: '' };
  const known = { tenant: issuer.tenant, client: issuer.client, proofs };
  const login = await startLogin(certificate, known, () => issuer.token({ claims }));
  onTestFinished(() => void login.stop());
  const env: Record<string, string> = {
    PIN_SERVICE_SCOPE: `${issuer.audience}/.default`,
    PIN_SERVICE_IDENTITY: 'clientSecret',
    PIN_SERVICE_TENANT_ID: issuer.tenant,
    PIN_SERVICE_CLIENT_ID: issuer.client,
    PIN_SERVICE_CLIENT_SECRET: secret,
    PIN_SERVICE_LOGIN_URL: login.url,
    NODE_EXTRA_CA_CERTS: certificate.certFile,
  };
  return { issuer, service, one, env, secret };
}
