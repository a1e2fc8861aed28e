import { z } from 'zod';
import { problems } from '../helpdesk/ticket.ts';
import { causes, steps } from '../phones/sign-in.ts';

const uuid = z.uuid();
/** A field's text. A client that leaves an empty one out, or sends null, means the same. */
const typed = z.string().max(4_096).nullish();

/** What a ticket is about, beside what the person writes. */
const about = {
  attempt: uuid.optional(),
  /** The phone's model, and what was tried on it. */
  phone: z.string().max(80).optional(),
  tried: z.array(z.enum(causes)).max(causes.length).optional(),
};

/** What a card's action brings back. Everything in it is the sender's word and is checked against the store. */
export const cardData = z.discriminatedUnion('do', [
  z.object({ do: z.literal('reset') }),
  z.object({ do: z.literal('whatFor') }),
  z.object({ do: z.literal('help') }),
  z.object({ do: z.literal('status') }),
  z.object({ do: z.literal('rules') }),
  z.object({ do: z.literal('leader') }),
  z.object({ do: z.literal('phoneSteps') }),
  z.object({ do: z.literal('phoneHelp'), change: uuid.optional() }),
  z.object({ do: z.literal('phone'), phone: z.string().max(40) }),
  z.object({
    do: z.literal('signedIn'),
    at: z.enum(steps),
    yes: z.boolean(),
    phone: z.string().max(40),
    asked: z.int(),
  }),
  z.object({
    do: z.literal('setPin'),
    attempt: uuid,
    round: z.int().positive(),
    newPin: typed,
    repeatPin: typed,
  }),
  z.object({ do: z.literal('cancel'), attempt: uuid }),
  z.object({ do: z.literal('notMe'), attempt: uuid }),
  z.object({ do: z.literal('ticket'), ...about, problem: z.enum(problems).optional() }),
  z.object({
    do: z.literal('sendTicket'),
    ...about,
    ticket: uuid,
    problem: z.enum(problems),
    line: typed,
    callback: typed,
  }),
  z.object({
    do: z.literal('desk'),
    view: z.enum(['timeline', 'offer', 'today']),
    user: z.guid().toLowerCase().optional(),
    page: z.int().min(0).max(10_000).optional(),
  }),
  z.object({ do: z.literal('reminderDone'), change: uuid }),
  z.object({ do: z.literal('reminderLater'), change: uuid, when: z.enum(['hour', 'morning', 'days']) }),
]);
export type CardData = z.infer<typeof cardData>;

/** The invoke of Action.Execute. The SDK throws on one without an action. */
const invokeValue = z.object({ action: z.object({ data: cardData }) });

/** The data of an action, whichever way it came; undefined where it is none of ours. */
export function readCardData(activity: { type: string; value?: unknown }): CardData | undefined {
  if (activity.type === 'invoke') return invokeValue.safeParse(activity.value).data?.action.data;
  return cardData.safeParse(activity.value).data;
}
