import { z } from 'zod';

const length = z.int().min(4).max(24);

/** The contract's PinPolicy with its defaults; {@link https://learn.microsoft.com/powershell/module/skypeforbusiness/set-cspinpolicy CsPinPolicy} has the same bounds. */
const policy = z
  .strictObject({
    minLength: length.default(5),
    maxLength: length.default(24),
    allowCommonPatterns: z.boolean().default(false),
    historyCount: z.int().min(0).max(24).default(0),
    lifetimeDays: z.int().min(0).max(36_500).default(0),
  })
  .refine((read) => read.minLength <= read.maxLength, 'has a minLength above its maxLength');

const person = z.strictObject({
  id: z.guid().transform((text) => text.toLowerCase()),
  userPrincipalName: z.string().min(3).max(320),
  displayName: z.string().min(1),
  phoneNumber: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/, 'should be an E.164 number')
    .nullable()
    .default(null),
  extension: z
    .string()
    .regex(/^\d{1,15}$/, 'should be digits')
    .nullable()
    .default(null),
  enabled: z.boolean().default(true),
  disabled: z.boolean().default(false),
  locked: z.enum(['no', 'temporary', 'administrator']).default('no'),
  /** Absent: the service cannot tell. */
  deskPhones: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        model: z.string().min(1),
        location: z.string().optional(),
      }),
    )
    .optional(),
  policy: policy.prefault({}),
  /** The PIN at the start: digits, or `random` for one that nobody knows. Absent: none is set. */
  initialPin: z
    .union([z.literal('random'), z.string().regex(/^\d{4,24}$/)], 'should be 4 to 24 digits, or random')
    .optional(),
  /** How many days before the seeding the initial PIN was set. */
  initialPinAgeDays: z.number().min(0).default(0),
});

export const seed = z
  .array(person)
  .min(1)
  .superRefine((people, context) => {
    const names = people.map((each) => each.userPrincipalName.toLowerCase());
    const ids = people.map((each) => each.id);
    for (const [index] of people.entries()) {
      if (ids.indexOf(ids[index] ?? '') < index || names.indexOf(names[index] ?? '') < index) {
        context.addIssue({ code: 'custom', path: [index], message: 'has the id or name of another person' });
      }
    }
  });

export type Policy = z.infer<typeof policy>;
export type Person = z.infer<typeof person>;
/** A person as a seed file writes them, defaults left out. */
export type SeedPerson = z.input<typeof person>;
