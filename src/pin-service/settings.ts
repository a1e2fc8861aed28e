import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import { guid, port, rateLimit } from '../settings-form.ts';
import { exposureFaults } from './exposure.ts';
import { poolSettings, poolSettingsOf, storeFaults } from './skype-for-business/settings.ts';
import { StartError } from './start-error.ts';
import type { TlsFiles } from './tls.ts';
import type { TokenRules } from './token-check.ts';
import { trustedAddress } from './trusted-address.ts';

const longestMs = 86_400_000;

/** A duration from 0 to a day: the longest a timer is trusted with here. */
const waitMs = z.string().transform((text, context) => {
  const value = text === '0' ? 0 : parseDuration(text);
  if (value === undefined || value > longestMs) {
    context.addIssue('should be a number with ms, s, m or h, such as 55s, and at most 24h');
    return z.NEVER;
  }
  return value;
});

/** What it is counted from is kept for 30 days. */
const limit = rateLimit.refine(({ perMs }) => perMs <= 30 * longestMs, 'should count over 30d at most');

const flag = z.enum(['true', 'false'], 'should be true or false').transform((text) => text === 'true');

const environment = z
  .object({
    PIN_STORE: z
      .enum(['embedded', 'skype-for-business'], 'should be embedded or skype-for-business')
      .default('embedded'),
    ...poolSettings,
    PIN_SERVICE_PORT: port.default(3979),
    PIN_SERVICE_HOST: z.string().default('127.0.0.1'),
    PIN_SERVICE_TOKEN_ISSUER: trustedAddress.optional(),
    PIN_SERVICE_TOKEN_AUDIENCE: z.string().optional(),
    PIN_SERVICE_TOKEN_TENANT: guid.optional(),
    PIN_SERVICE_TOKEN_KEYS_URL: trustedAddress.optional(),
    PIN_SERVICE_TOKEN_CLIENT: guid.optional(),
    PIN_SERVICE_TLS_CERT: z.string().optional(),
    PIN_SERVICE_TLS_KEY: z.string().optional(),
    PIN_SERVICE_BEHIND_TLS: flag.default(false),
    PIN_SERVICE_USER_LIMIT: limit.default({ most: 60, perMs: 60_000 }),
    PIN_SERVICE_REFUSAL_LIMIT: limit.default({ most: 60, perMs: 3_600_000 }),
    PIN_SERVICE_TOTAL_LIMIT: limit.default({ most: 3_000, perMs: 60_000 }),
    PIN_SERVICE_TOKEN_LIMIT: limit.default({ most: 60, perMs: 60_000 }),
    PIN_SERVICE_DATA_DIR: z.string().default('./data/pin-service'),
    PIN_SERVICE_PEPPER: z.string().min(16, 'should be at least 16 characters').optional(),
    PIN_SERVICE_SEED: z.string().optional(),
    PIN_SERVICE_DELAY: waitMs.default(0),
    PIN_SERVICE_ANSWER_AFTER: waitMs.optional(),
    PIN_SERVICE_ACCOUNT_DELAY: waitMs.default(0),
    PIN_SERVICE_UNIQUE_PINS: flag.default(false),
  })
  .transform((read) => ({
    port: read.PIN_SERVICE_PORT,
    host: read.PIN_SERVICE_HOST,
    dataDir: read.PIN_SERVICE_DATA_DIR,
    /** Absent: one is made and kept in the data folder. */
    pepper: read.PIN_SERVICE_PEPPER,
    /** Absent: the people of `built-in-seed.ts`. */
    seedFile: read.PIN_SERVICE_SEED,
    /** How long a change takes between begun and applied. */
    changeDelayMs: read.PIN_SERVICE_DELAY,
    /** How long a PUT waits for its change before it answers 202. Absent: as long as the change takes. */
    answerAfterMs: read.PIN_SERVICE_ANSWER_AFTER,
    accountDelayMs: read.PIN_SERVICE_ACCOUNT_DELAY,
    /** Whether two people may not have the same PIN. */
    uniquePins: read.PIN_SERVICE_UNIQUE_PINS,
    /** Absent: the embedded store. */
    pool: read.PIN_STORE === 'skype-for-business' ? poolSettingsOf(read) : undefined,
    /** Absent: no token is checked, and this machine alone may speak to the service. */
    tokens: tokenRules(read),
    tls: tlsFiles(read),
    limits: {
      user: read.PIN_SERVICE_USER_LIMIT,
      refusals: read.PIN_SERVICE_REFUSAL_LIMIT,
      total: read.PIN_SERVICE_TOTAL_LIMIT,
    },
    /** Refused tokens of one address. */
    refusedLimit: read.PIN_SERVICE_TOKEN_LIMIT,
  }));

export type Settings = z.infer<typeof environment>;

/** The names of the service's settings. */
export const pinServiceSettingNames: readonly string[] = Object.keys(environment.in.shape);

/**
 * Reads the service's settings from the environment; an empty value counts as absent.
 *
 * @throws StartError `SETTINGS_INVALID` naming every bad setting and what it should be, never its value.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  const exposed = [...exposureFaults(given), ...storeFaults(given)];
  if (read.success && exposed.length === 0) return read.data;
  const malformed = read.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
  const faults = [...malformed, ...exposed];
  throw new StartError('SETTINGS_INVALID', `these settings are wrong: ${faults.join('; ')}`);
}

type Texts<Names extends string> = { [name in Names]?: string | undefined };

function tokenRules(
  read: Texts<`PIN_SERVICE_TOKEN_${'ISSUER' | 'AUDIENCE' | 'TENANT' | 'KEYS_URL' | 'CLIENT'}`>,
): TokenRules | undefined {
  const issuer = read.PIN_SERVICE_TOKEN_ISSUER;
  const audience = read.PIN_SERVICE_TOKEN_AUDIENCE;
  const tenant = read.PIN_SERVICE_TOKEN_TENANT;
  // Some of them and not others: `exposureFaults` refuses it.
  if (issuer === undefined || audience === undefined || tenant === undefined) return undefined;
  const [keysUrl, client] = [read.PIN_SERVICE_TOKEN_KEYS_URL, read.PIN_SERVICE_TOKEN_CLIENT];
  return { issuer, audience, tenant, keysUrl, client };
}

function tlsFiles(read: Texts<`PIN_SERVICE_TLS_${'CERT' | 'KEY'}`>): TlsFiles | undefined {
  const { PIN_SERVICE_TLS_CERT: certFile, PIN_SERVICE_TLS_KEY: keyFile } = read;
  return certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
}
