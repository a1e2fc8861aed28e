import { z } from 'zod';

/**
 * Longer than any name or id is; the body as a whole is limited before. Half a surrogate pair and a NUL are legal JSON
 * and no text: the one cannot be written into an address, nor the other into a column of PostgreSQL.
 */
const short = z
  .string()
  .max(1_024)
  .refine((text) => text.isWellFormed() && !text.includes('\0'));

const account = z.looseObject({
  id: short.min(1),
  name: short.nullish(),
  aadObjectId: short.nullish(),
});

/**
 * An inbound activity, as far as the bot relies on it. The SDK takes any object, and throws deep inside on a member of
 * another type; so every body passes here first.
 */
export const inboundActivity = z.looseObject({
  type: short.min(1),
  id: short.min(1).nullish(),
  timestamp: z.iso.datetime({ offset: true }).nullish().catch(undefined),
  channelId: short.min(1),
  serviceUrl: z.url().max(2_048),
  from: account,
  recipient: account.nullish(),
  conversation: z.looseObject({
    id: short.min(1),
    conversationType: short.nullish(),
    tenantId: short.nullish(),
  }),
  // The SDK looks into it without asking whether it is there.
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: short.nullish() }).nullish() })
    .nullish()
    .transform((data) => data ?? {}),
  name: short.nullish(),
  action: short.nullish(),
  text: z.string().max(100_000).nullish(),
  value: z.unknown().optional(),
  locale: short.nullish(),
  localTimezone: short.nullish(),
  replyToId: short.nullish(),
  membersAdded: z.array(account).max(1_000).nullish(),
  membersRemoved: z.array(account).max(1_000).nullish(),
});

export type InboundActivity = z.infer<typeof inboundActivity>;
