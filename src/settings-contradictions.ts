import { existsSync } from 'node:fs';
import { isProduction, underProduction } from './production.ts';
import { isLoopback } from './settings-form.ts';

/** The environment as it was given, empty values left out. */
type Given = Readonly<Record<string, string | undefined>>;
type WellFormed = (name: string) => boolean;

/**
 * Settings that cannot stand together, a sentence for each. They are read as given, so that they are named in the
 * same message as a setting that is badly written; `wellFormed` tells which of them may be looked into.
 */
export function contradictions(env: Given, wellFormed: WellFormed): string[] {
  const problems = env.MicrosoftAppId ? registrationProblems(env) : localModeProblems(env, wellFormed);
  problems.push(...identityProblems(env), ...adminProblems(env), ...zendeskProblems(env));
  if (!isProduction(env.NODE_ENV)) return problems;
  for (const name of ['CHANNEL_OPENID_METADATA_URL', 'CHANNEL_LOGIN_URL', 'PIN_SERVICE_LOGIN_URL']) {
    if (URL.parse(env[name] ?? '')?.protocol === 'http:')
      problems.push(`${name} should be https ${underProduction}`);
  }
  return problems;
}

function registrationProblems(env: Given): string[] {
  const problems: string[] = [];
  if (!env.MicrosoftAppType) problems.push('MicrosoftAppType should be set beside MicrosoftAppId');
  if (!env.MicrosoftAppTenantId) problems.push('MicrosoftAppTenantId should be set beside MicrosoftAppId');
  if (env.MicrosoftAppType === 'SingleTenant' && !env.MicrosoftAppPassword) {
    problems.push('MicrosoftAppPassword should be set for SingleTenant');
  }
  if (env.MicrosoftAppType === 'UserAssignedMSI' && env.MicrosoftAppPassword) {
    problems.push('MicrosoftAppPassword should be unset for UserAssignedMSI');
  }
  if (!env.PIN_SERVICE_URL) problems.push('PIN_SERVICE_URL should be set');
  if (!env.HELPDESK_TICKET_URL && !env.HELPDESK_EMAIL && !env.HELPDESK_PHONE) {
    problems.push('HELPDESK_TICKET_URL, HELPDESK_EMAIL or HELPDESK_PHONE should be set');
  }
  return problems;
}

function adminProblems(env: Given): string[] {
  // Its default written out changes nothing.
  const hosted = env.ADMIN_HOST !== undefined && env.ADMIN_HOST !== '127.0.0.1';
  if (!env.ADMIN_PORT) return hosted ? ['ADMIN_PORT should be set beside ADMIN_HOST'] : [];
  const same = env.ADMIN_PORT === (env.PORT ?? '3978') && env.ADMIN_PORT !== '0';
  return same ? ['ADMIN_PORT should be another port than PORT'] : [];
}

const zendeskSettings = ['ZENDESK_URL', 'ZENDESK_EMAIL', 'ZENDESK_API_TOKEN'];
/** All of them or none. */
function zendeskProblems(env: Given): string[] {
  const given = zendeskSettings.find((name) => env[name]);
  if (!given) return [];
  return zendeskSettings.filter((name) => !env[name]).map((name) => `${name} should be set beside ${given}`);
}

const identitySettings = [
  'PIN_SERVICE_IDENTITY',
  'PIN_SERVICE_TENANT_ID',
  'PIN_SERVICE_CLIENT_ID',
  'PIN_SERVICE_CLIENT_SECRET',
  'PIN_SERVICE_CERTIFICATE_FILE',
  'PIN_SERVICE_FEDERATED_TOKEN_FILE',
  'PIN_SERVICE_LOGIN_URL',
];
/** What each identity is proved with. The other proofs beside it would mean that somebody expects something else. */
const proofs: Record<string, string | undefined> = {
  workloadIdentity: 'PIN_SERVICE_FEDERATED_TOKEN_FILE',
  clientCertificate: 'PIN_SERVICE_CERTIFICATE_FILE',
  clientSecret: 'PIN_SERVICE_CLIENT_SECRET',
};

function identityProblems(env: Given): string[] {
  if (!env.PIN_SERVICE_SCOPE) {
    const lonely = identitySettings.filter((name) => env[name]);
    return lonely.map((name) => `PIN_SERVICE_SCOPE should be set beside ${name}`);
  }
  const kind = env.PIN_SERVICE_IDENTITY ?? (env.MicrosoftAppPassword ? 'clientSecret' : 'managedIdentity');
  const problems: string[] = [];
  const proof = proofs[kind];
  // The registration's password proves the registration, and no other client.
  const registered = kind === 'clientSecret' && env.MicrosoftAppPassword && !env.PIN_SERVICE_CLIENT_ID;
  if (proof && !env[proof] && !registered) problems.push(`${proof} should be set for ${kind}`);
  const file = proof?.endsWith('_FILE') ? env[proof] : undefined;
  if (file && !existsSync(file)) problems.push(`${proof} should name a file that is there`);
  for (const other of Object.values(proofs)) {
    if (other && other !== proof && env[other]) problems.push(`${other} should be unset for ${kind}`);
  }
  return problems;
}

/** Local mode checks nobody, so it must not be reachable by accident or stand before a real backend. */
function localModeProblems(env: Given, wellFormed: WellFormed): string[] {
  const problems: string[] = [];
  if (isProduction(env.NODE_ENV)) problems.push(`MicrosoftAppId should be set ${underProduction}`);
  for (const name of ['MicrosoftAppType', 'MicrosoftAppPassword', 'MicrosoftAppTenantId']) {
    if (env[name]) problems.push(`MicrosoftAppId should be set beside ${name}`);
  }
  if (env.PIN_SERVICE_SCOPE) problems.push('MicrosoftAppId should be set beside PIN_SERVICE_SCOPE');
  if (
    env.PIN_SERVICE_URL &&
    wellFormed('PIN_SERVICE_URL') &&
    !isLoopback(new URL(env.PIN_SERVICE_URL).hostname)
  ) {
    problems.push('PIN_SERVICE_URL should be on loopback without MicrosoftAppId');
  }
  if (env.HOST && !isLoopback(env.HOST)) problems.push('HOST should be loopback without MicrosoftAppId');
  const hosts = wellFormed('ALLOWED_SERVICE_HOSTS') ? env.ALLOWED_SERVICE_HOSTS?.split(',') : undefined;
  if (hosts?.some((host) => !isLoopback(host.trim().replace(/:\d+$/, '')))) {
    problems.push('ALLOWED_SERVICE_HOSTS should be loopback without MicrosoftAppId');
  }
  return problems;
}
