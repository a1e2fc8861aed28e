import type { Activity } from 'botbuilder';
import type { Conversation, ConversationStore } from '../conversations/conversation.ts';
import { personKey } from '../pin/attempt.ts';
import type { DueWorkStore } from '../work/due-work.ts';
import type { Admitted } from './endpoint.ts';
import type { Chat } from './reply.ts';

/** The person's chat as this activity tells it; its reference is kept for what is owed later. Personal chats only. */
export async function chatOf(
  parts: { conversations: ConversationStore; dueWork: DueWorkStore; reset: { now(): Date; wake(): void } },
  activity: Activity,
  who: Admitted,
): Promise<Chat> {
  const person = { tenantId: who.tenantId, userId: who.userId };
  const { locale: named, localTimezone: zone } = activity;
  // A channel may leave out what it has told before.
  const known = who.personal && !(named && zone) ? await parts.conversations.find(person) : undefined;
  const locale = named ?? known?.locale ?? 'en';
  const timeZone = zone ?? known?.timeZone ?? 'UTC';
  if (who.personal) {
    const { isBlocked } = await parts.conversations.keep(
      conversationOf(activity, { person, locale, timeZone }),
      timeOf(activity, parts.reset.now()),
      activity.from.name ? { name: activity.from.name.slice(0, 200) } : {},
    );
    // The channel lets something through again: what it would not is sent now.
    if (isBlocked && (await parts.dueWork.takeUp(personKey(person), parts.reset.now())) > 0)
      parts.reset.wake();
  }
  return {
    person,
    serviceUrl: activity.serviceUrl,
    conversationId: activity.conversation.id,
    accountId: activity.from.id,
    locale,
    timeZone,
    askedBy: `${activity.conversation.id}|${activity.id ?? parts.reset.now().getTime()}`,
    ...(activity.replyToId ? { cardId: activity.replyToId } : {}),
  };
}

export function conversationOf(
  activity: Activity,
  more: Pick<Conversation, 'person' | 'locale' | 'timeZone'>,
): Conversation {
  return {
    ...more,
    conversationId: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    channelId: activity.channelId,
    botId: activity.recipient?.id ?? '',
    accountId: activity.from.id,
  };
}

/**
 * The channel's time of an event, never later than now: a later one would keep out all that come after it. Bodies are
 * checked, not converted, so that it is text still.
 */
export function timeOf(activity: Activity, now: Date): Date {
  const at = new Date((activity.timestamp as Date | string | undefined) ?? now);
  return at <= now ? at : now;
}
