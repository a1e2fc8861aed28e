import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { durationMs, isLoopback } from '../../settings-form.ts';

const count = (most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, `should be a whole number from 1 to ${most}`)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, `should be a whole number from 1 to ${most}`);

/** A timer holds no more; nothing here is meant to last longer. */
const atMostADay = durationMs.refine((value) => value <= 86_400_000, 'should be 24h at most');

/** The settings of the Skype for Business store. */
export const poolSettings = {
  SFB_POOL: z
    .string()
    .regex(
      /^\w[\w.-]{0,252}(:\d{1,5})?$/,
      'should be the full name of the pool, such as pool.contoso.example',
    )
    .optional(),
  SFB_POWERSHELL: z
    .string()
    .min(1)
    .default(process.platform === 'win32' ? 'powershell.exe' : 'pwsh'),
  SFB_HOSTS: count(8).default(2),
  SFB_HOST_LIFETIME: atMostADay.default(3_600_000),
  SFB_UNLOCK: z.enum(['yes', 'never'], 'should be yes or never').optional(),
  SFB_CALL_TIMEOUT: atMostADay.default(90_000),
  SFB_SESSION_IDLE: atMostADay.default(300_000),
  SFB_QUEUE: count(1_000).default(50),
  SFB_SITE: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, 'should be the name of a site, such as Copenhagen')
    .optional(),
};

const read = z.object(poolSettings);

export interface PoolSettings {
  pool: string;
  /** The program that the hosts are: PowerShell. */
  powershell: string;
  hosts: number;
  /** After how long a host is replaced by a new one. */
  hostLifetimeMs: number;
  /** Whether a change may unlock a locked PIN. */
  unlock: boolean;
  /** How long one cmdlet is waited for. */
  callTimeoutMs: number;
  /** After how long without its client the pool closes a remote session. */
  sessionIdleMs: number;
  /** Requests that may wait for a host. */
  queue: number;
  /** The site whose PIN policy is in effect for people without one of their own. */
  site: string | undefined;
}

/** The settings in this program's words, where those that have no default are there. */
export function poolSettingsOf(given: z.infer<typeof read>): PoolSettings | undefined {
  const { SFB_POOL: pool, SFB_UNLOCK: unlock } = given;
  if (pool === undefined || unlock === undefined) return undefined;
  return {
    pool,
    powershell: given.SFB_POWERSHELL,
    hosts: given.SFB_HOSTS,
    hostLifetimeMs: given.SFB_HOST_LIFETIME,
    unlock: unlock === 'yes',
    callTimeoutMs: given.SFB_CALL_TIMEOUT,
    sessionIdleMs: given.SFB_SESSION_IDLE,
    queue: given.SFB_QUEUE,
    site: given.SFB_SITE,
  };
}

const required = ['SFB_POOL', 'SFB_UNLOCK'];
const embeddedOnly = ['SEED', 'PEPPER', 'UNIQUE_PINS', 'DELAY', 'ACCOUNT_DELAY'].map(
  (name) => `PIN_SERVICE_${name}`,
);

/** What is wrong with settings that are each well formed: those of one store beside the other. */
export function storeFaults(given: Record<string, string | undefined>): string[] {
  const unknown = Object.keys(given).filter((name) => /^SFB_/.test(name) && !(name in poolSettings));
  return [...unknown.map((name) => `${name} is no setting`), ...faultsOfStore(given)];
}

function faultsOfStore(given: Record<string, string | undefined>): string[] {
  const { PIN_STORE: store = 'embedded' } = given;
  // Another is told of by itself.
  if (store !== 'embedded' && store !== 'skype-for-business') return [];
  if (store === 'embedded') {
    const useless = required.filter((name) => given[name] !== undefined);
    return useless.length > 0 ? [`PIN_STORE should be skype-for-business beside ${useless.join(', ')}`] : [];
  }
  return [
    ...required
      .filter((name) => given[name] === undefined)
      .map((name) => `${name} is required with PIN_STORE=skype-for-business`),
    ...embeddedOnly
      .filter((name) => given[name] !== undefined)
      .map((name) => `${name} is of the embedded store alone`),
    ...idleFaults(given),
  ];
}

/** PowerShell takes no less than a minute. On this machine there is no pool, but something that plays one. */
function idleFaults({
  SFB_POOL: pool = '',
  SFB_SESSION_IDLE: idle = '5m',
}: Record<string, string | undefined>) {
  const idleMs = parseDuration(idle);
  const isShort = idleMs !== undefined && idleMs < 60_000;
  return isShort && !isLoopback(pool.replace(/:\d+$/, '')) ? ['SFB_SESSION_IDLE should be at least 60s'] : [];
}
