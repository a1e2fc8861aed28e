import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import { isLoopback, port } from '../settings-form.ts';
import { StartError } from './start-error.ts';

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

const environment = z
  .object({
    PIN_SERVICE_PORT: port.default(3979),
    PIN_SERVICE_HOST: z
      .string()
      .refine(isLoopback, 'should be a loopback address: this service checks no token yet')
      .default('127.0.0.1'),
    PIN_SERVICE_DATA_DIR: z.string().default('./data/pin-service'),
    PIN_SERVICE_PEPPER: z.string().min(16, 'should be at least 16 characters').optional(),
    PIN_SERVICE_SEED: z.string().optional(),
    PIN_SERVICE_DELAY: waitMs.default(0),
    PIN_SERVICE_ANSWER_AFTER: waitMs.optional(),
    PIN_SERVICE_ACCOUNT_DELAY: waitMs.default(0),
    PIN_SERVICE_UNIQUE_PINS: z
      .enum(['true', 'false'], 'should be true or false')
      .default('false')
      .transform((text) => text === 'true'),
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
  }));

export type Settings = z.infer<typeof environment>;

/**
 * Reads the service's settings from the environment; an empty value counts as absent.
 *
 * @throws StartError `SETTINGS_INVALID` naming every bad setting and what it should be, never its value.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new StartError('SETTINGS_INVALID', `these settings are wrong: ${faults.join('; ')}`);
}
