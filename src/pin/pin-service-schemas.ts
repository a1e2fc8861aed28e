import { z } from 'zod';
import type { DeskPhone, PinAccount } from './backend.ts';
import { defaultPolicy } from './policy.ts';

/** The contract's answers. A field that is only there for some may be null as well: no harm comes of it. */

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()));

const length = z.int().min(4).max(24);

const policy = z
  .object({
    minLength: length,
    maxLength: length,
    allowCommonPatterns: z.boolean().default(defaultPolicy.allowCommonPatterns),
    historyCount: z.int().min(0).default(defaultPolicy.historyCount),
    lifetimeDays: z.int().min(0).default(defaultPolicy.lifetimeDays),
  })
  // No PIN could satisfy it, and a form that refuses everything helps nobody.
  .refine(({ minLength, maxLength }) => minLength <= maxLength);

const text = z.string();
const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const optional = text.nullish().transform((value) => value ?? undefined);

const deskPhone: z.ZodType<DeskPhone> = z.object({ id: optional, model: text, location: optional });

export const pinAccountSchema: z.ZodType<PinAccount> = z.object({
  userId: text,
  displayName: orNull(text),
  phoneNumber: orNull(text),
  extension: text.nullable(),
  pinSet: z.boolean(),
  pinChangedAt: orNull(instant),
  pinExpiresAt: orNull(instant),
  locked: z.enum(['no', 'temporary', 'administrator']),
  deskPhones: orNull(z.array(deskPhone)),
  policy,
});

/**
 * A code is shown in logs and kept in the audit, and a backend might put anything into it, the PIN too: only
 * letters and underscores come through.
 */
const code = text.transform((value) => (/^[A-Za-z_]{1,64}$/.test(value) ? value : 'other'));

/** What became of a change: `changedAt` must be there when applied, `code` when rejected. */
export const pinChangeSchema = z.discriminatedUnion('status', [
  z.object({ changeId: text, status: z.literal('applied'), changedAt: instant }),
  z.object({ changeId: text, status: z.literal('rejected'), code }),
  z.object({ changeId: text, status: z.literal('pending') }),
]);

/** An RFC 9457 problem with the contract's `code`. */
export const problemSchema = z.object({ status: z.int(), code });
