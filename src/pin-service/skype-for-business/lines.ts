import { z } from 'zod';

/** What a host is asked: one JSON object a line, one request at a time. deploy/skype-for-business/pin-host.ps1 answers. */
export type HostRequest =
  | { do: 'account'; user: string }
  | { do: 'info'; sip: string }
  | { do: 'unlock'; sip: string }
  | { do: 'set'; sip: string; pin: string };

const id = z.string().max(64);
/** Some error ids are message texts. A name has no blank, and not the four digits in a row that every PIN has. */
const nameForm = /^(?!.*[0-9]{4})[A-Za-z][A-Za-z0-9_.,+-]{0,199}$/;
/** An exception's type, or a fully qualified error id. It goes to the log, so what is no name is left out. */
const word = z
  .string()
  .max(512)
  .transform((text) => (nameForm.test(text) ? text : 'unprintable'));

export const hostLine = z.union([
  z.object({ ready: z.literal(true) }).transform(() => ({ kind: 'ready' as const })),
  z.object({ fatal: word }).transform(({ fatal }) => ({ kind: 'fatal' as const, type: fatal })),
  z.object({ closed: z.literal(true) }).transform(() => ({ kind: 'closed' as const })),
  z.object({ id, ok: z.unknown() }).transform((line) => ({ kind: 'ok' as const, id: line.id, ok: line.ok })),
  z
    .object({ id, error: z.object({ type: word, errorId: word, transport: z.boolean() }) })
    .transform((line) => ({ kind: 'error' as const, id: line.id, ...line.error })),
]);
export type HostLine = z.infer<typeof hostLine>;

/** Longer than any answer can be. */
export const longestLine = 256 * 1024;

/** A time as .NET writes it (seven decimals), kept as text: two are the same time where the texts are the same. */
const time = z
  .string()
  .max(40)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .nullable();

export const pinInfo = z.object({
  isPinSet: z.boolean(),
  isLockedOut: z.boolean(),
  lastPinChangeTime: time,
  pinExpirationTime: time,
});
export type PinInfo = z.infer<typeof pinInfo>;

const user = z.object({
  upn: z.string(),
  sip: z.string(),
  displayName: z.string(),
  lineUri: z.string().nullable(),
  enabled: z.boolean(),
});
export type PoolUser = z.infer<typeof user>;

/** Bounds of CsPinPolicy. */
const policy = z.object({
  minPasswordLength: z.int().min(4).max(24),
  allowCommonPatterns: z.boolean(),
  pinLifetimeDays: z.int().min(0).max(999),
});

/** Everybody who matched; the rest only where that is one. */
export const accountAnswer = z.union([
  z.object({ users: z.tuple([user]), pin: pinInfo, policy }),
  z.object({ users: z.array(user).refine((users) => users.length !== 1) }),
]);
export type OneAccount = Extract<z.infer<typeof accountAnswer>, { pin: PinInfo }>;

export const infoAnswer = z.object({ pin: pinInfo });
