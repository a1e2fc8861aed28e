import { z } from 'zod';
import type { Identity } from './identity/credential.ts';
import { isProduction } from './production.ts';
import { contradictions } from './settings-contradictions.ts';
import { durationMs, guid, listOf, pageUrl, port, rateLimit, serviceUrl } from './settings-form.ts';
import { deskForm, regionsFile } from './settings-regions.ts';

/** Microsoft's connector hosts. Names under them can be registered by others, so they are matched whole. */
export const connectorHosts = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
];

const identityKinds = ['managedIdentity', 'workloadIdentity', 'clientCertificate', 'clientSecret'] as const;

const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port.default(3978),
  HOST: z.string().optional(),
  ADMIN_PORT: port.optional(),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'UserAssignedMSI'], 'should be SingleTenant or UserAssignedMSI')
    .optional(),
  MicrosoftAppId: guid.optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppTenantId: guid.optional(),
  ALLOWED_TENANTS: listOf(guid).optional(),
  ALLOWED_SERVICE_HOSTS: listOf(
    z.string().regex(/^[a-z0-9.-]+(:\d+)?$/i, 'should be an exact host name'),
  ).optional(),
  CHANNEL_OPENID_METADATA_URL: serviceUrl.default(
    'https://login.botframework.com/v1/.well-known/openidconfiguration',
  ),
  CHANNEL_TOKEN_ISSUER: z.string().default('https://api.botframework.com'),
  CHANNEL_LOGIN_URL: serviceUrl.optional(),
  CHANNEL_OAUTH_SCOPE: z.string().default('https://api.botframework.com'),
  PIN_SERVICE_URL: serviceUrl.optional(),
  PIN_SERVICE_SCOPE: z.string().optional(),
  PIN_SERVICE_IDENTITY: z
    .enum(identityKinds, `should be ${identityKinds.slice(0, -1).join(', ')} or ${identityKinds.at(-1)}`)
    .optional(),
  PIN_SERVICE_TENANT_ID: guid.optional(),
  PIN_SERVICE_CLIENT_ID: guid.optional(),
  PIN_SERVICE_CLIENT_SECRET: z.string().optional(),
  PIN_SERVICE_CERTIFICATE_FILE: z.string().optional(),
  PIN_SERVICE_FEDERATED_TOKEN_FILE: z.string().optional(),
  PIN_SERVICE_LOGIN_URL: serviceUrl.optional(),
  PIN_SERVICE_USER_KEY: z
    .enum(['aadObjectId', 'userPrincipalName'], 'should be aadObjectId or userPrincipalName')
    .default('aadObjectId'),
  PIN_SERVICE_TIMEOUT: durationMs.prefault('60s'),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''), 'should be postgres://…')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  FORM_LIFETIME: durationMs.prefault('15m'),
  REMINDERS: listOf(durationMs).prefault('30m,1d,3d'),
  RESET_LIMIT: rateLimit.prefault('5/24h'),
  RESET_ALERT: rateLimit.prefault('500/1h'),
  AUDIT_RETENTION: durationMs.prefault('180d'),
  REFERENCE_RETENTION: durationMs.prefault('400d'),
  STOP_TIMEOUT: durationMs.prefault('70s'),
  HELPDESK_NAME: deskForm.name.default('Help desk'),
  HELPDESK_TICKET_URL: pageUrl.optional(),
  HELPDESK_EMAIL: deskForm.email.optional(),
  HELPDESK_PHONE: deskForm.phone.optional(),
  HELPDESK_PHONE_NOTE: deskForm.phoneNote.optional(),
  HELPDESK_LANGUAGE: deskForm.language.default('en'),
  HELPDESK_REGIONS: regionsFile.optional(),
  HELPDESK_AGENTS: listOf(guid).optional(),
  ZENDESK_URL: serviceUrl.optional(),
  ZENDESK_EMAIL: z.email('should be a mail address').optional(),
  ZENDESK_API_TOKEN: z.string().optional(),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'should be trace, debug, info, warn, error or silent',
    )
    .default('info'),
});
type Environment = z.infer<typeof environment>;

/** Every setting that the bot reads. */
export const settingNames: readonly string[] = Object.keys(environment.shape);

/** The bot's registration with the Bot Framework. */
export interface Registration {
  type: 'SingleTenant' | 'UserAssignedMSI';
  appId: string;
  tenantId: string;
  /** Absent for a managed identity. */
  password?: string;
}

export type Settings = ReturnType<typeof settingsOf>;

/** What was wrong with the environment: one line a setting, without any value. */
export class SettingsError extends Error {
  readonly code = 'SETTINGS_INVALID';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = problems.map((line) => `  - ${line}`).join('\n');
    super(`The bot cannot start with these settings:\n${lines}`);
    this.problems = problems;
  }
}

/**
 * Reads the settings from the environment. An empty value counts as absent.
 *
 * @throws SettingsError naming every bad setting and what it should be.
 */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const parsed = environment.safeParse(given);
  const bad = parsed.error?.issues ?? [];
  const problems = new Set([
    ...bad.map((issue) => `${String(issue.path[0])} ${issue.message}`),
    ...contradictions(given, (name) => bad.every((issue) => issue.path[0] !== name)),
    ...(parsed.data ? shortMemory(parsed.data) : []),
  ]);
  if (!parsed.success || problems.size > 0) throw new SettingsError([...problems]);
  return settingsOf(parsed.data);
}

/** What is counted must be kept for as long as it is counted over. */
function shortMemory({ AUDIT_RETENTION, RESET_LIMIT, RESET_ALERT }: Environment): string[] {
  const short = Math.max(RESET_LIMIT.perMs, RESET_ALERT.perMs) > AUDIT_RETENTION;
  return short ? ['AUDIT_RETENTION should be no shorter than the times of RESET_LIMIT and RESET_ALERT'] : [];
}

function settingsOf(env: Environment) {
  const registration = registrationOf(env);
  const production = isProduction(env.NODE_ENV);
  return {
    registration,
    production,
    listen: { port: env.PORT, host: env.HOST ?? (registration ? undefined : '127.0.0.1') },
    /** Where metrics are told; undefined: nowhere. */
    admin: env.ADMIN_PORT === undefined ? undefined : { port: env.ADMIN_PORT, host: env.ADMIN_HOST },
    allowedTenants: env.ALLOWED_TENANTS ?? (registration ? [registration.tenantId] : undefined),
    /** Exact host names; undefined means any port of loopback (local mode). */
    allowedServiceHosts:
      env.ALLOWED_SERVICE_HOSTS?.map((host) => host.toLowerCase()) ??
      (registration ? connectorHosts : undefined),
    channel: {
      openIdMetadataUrl: env.CHANNEL_OPENID_METADATA_URL,
      tokenIssuer: env.CHANNEL_TOKEN_ISSUER,
      loginUrl: env.CHANNEL_LOGIN_URL ?? `https://login.microsoftonline.com/${registration?.tenantId ?? ''}`,
      oauthScope: env.CHANNEL_OAUTH_SCOPE,
    },
    pinService: {
      url: env.PIN_SERVICE_URL ?? 'http://127.0.0.1:3979',
      scope: env.PIN_SERVICE_SCOPE,
      /** In whose name the bot asks for that scope. */
      identity: env.PIN_SERVICE_SCOPE === undefined ? undefined : identityOf(env),
      loginUrl: env.PIN_SERVICE_LOGIN_URL,
      userKey: env.PIN_SERVICE_USER_KEY,
      timeoutMs: env.PIN_SERVICE_TIMEOUT,
    },
    /** PostgreSQL, which several replicas may share; without it SQLite in `dataDir`. */
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    formLifetimeMs: env.FORM_LIFETIME,
    reminderDelaysMs: env.REMINDERS,
    resetLimit: env.RESET_LIMIT,
    resetAlert: env.RESET_ALERT,
    auditRetentionMs: env.AUDIT_RETENTION,
    referenceRetentionMs: env.REFERENCE_RETENTION,
    stopTimeoutMs: env.STOP_TIMEOUT,
    ...helpDeskOf(env),
    logLevel: env.LOG_LEVEL,
  };
}

function helpDeskOf(env: Environment) {
  return {
    helpDesk: {
      name: env.HELPDESK_NAME,
      ticketUrl: env.HELPDESK_TICKET_URL,
      email: env.HELPDESK_EMAIL,
      phone: env.HELPDESK_PHONE,
      phoneNote: env.HELPDESK_PHONE_NOTE,
      language: env.HELPDESK_LANGUAGE,
    },
    /** Desks of countries and locales. */
    helpDeskRegions: env.HELPDESK_REGIONS,
    /** Object ids of the people with the help desk's view. */
    helpDeskAgents: new Set(env.HELPDESK_AGENTS ?? []),
    /** Takes tickets. That it is whole was checked before. */
    zendesk:
      env.ZENDESK_URL === undefined
        ? undefined
        : { url: env.ZENDESK_URL, email: env.ZENDESK_EMAIL ?? '', apiToken: env.ZENDESK_API_TOKEN ?? '' },
  };
}

/** The registration's own identity, unless the settings name another. That they are whole was checked before. */
function identityOf(env: Environment): Identity {
  const clientId = env.PIN_SERVICE_CLIENT_ID ?? env.MicrosoftAppId ?? '';
  const tenantId = env.PIN_SERVICE_TENANT_ID ?? env.MicrosoftAppTenantId ?? '';
  const kind = env.PIN_SERVICE_IDENTITY ?? (env.MicrosoftAppPassword ? 'clientSecret' : 'managedIdentity');
  switch (kind) {
    case 'managedIdentity': {
      const own = env.MicrosoftAppType === 'UserAssignedMSI' ? env.MicrosoftAppId : undefined;
      return { kind, clientId: env.PIN_SERVICE_CLIENT_ID ?? own };
    }
    case 'workloadIdentity':
      return { kind, tenantId, clientId, tokenFile: env.PIN_SERVICE_FEDERATED_TOKEN_FILE ?? '' };
    case 'clientCertificate':
      return { kind, tenantId, clientId, certificateFile: env.PIN_SERVICE_CERTIFICATE_FILE ?? '' };
    case 'clientSecret': {
      const clientSecret = env.PIN_SERVICE_CLIENT_SECRET ?? env.MicrosoftAppPassword ?? '';
      return { kind, tenantId, clientId, clientSecret };
    }
  }
}

function registrationOf(env: Environment): Registration | undefined {
  const { MicrosoftAppId: appId, MicrosoftAppType: type, MicrosoftAppTenantId: tenantId } = env;
  if (!appId || !type || !tenantId) return undefined;
  return {
    type,
    appId,
    tenantId,
    ...(env.MicrosoftAppPassword ? { password: env.MicrosoftAppPassword } : {}),
  };
}
