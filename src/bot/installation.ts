import type { Activity } from 'botbuilder';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import { personKey } from '../pin/attempt.ts';
import { expiryKind, reminderKind } from '../reminders/reminders.ts';
import type { DeliveryParts } from './deliver.ts';
import { welcomeWork } from './deliveries.ts';
import type { Admitted } from './endpoint.ts';
import { conversationOf, timeOf } from './turn-chat.ts';

type Parts = DeliveryParts & { local: boolean; dialogState: DialogStateStore };

/** Teams' install event. It comes beside the "member added" one, in either order, and sometimes more than once. */
export async function installed(parts: Parts, who: Admitted, activity: Activity): Promise<void> {
  await welcomeOnce(parts, who, activity, parts.local);
}

/** The bot became a member of the chat: the older of the two events of an installation. */
export async function arrived(parts: Parts, who: Admitted, activity: Activity): Promise<void> {
  const bot = activity.recipient?.id;
  // A trial's chat window sends both events at each reload; one welcome is enough.
  if (parts.local || !activity.membersAdded?.some((member) => member.id === bot)) return;
  await welcomeOnce(parts, who, activity, false);
}

async function welcomeOnce(parts: Parts, who: Admitted, activity: Activity, always: boolean): Promise<void> {
  if (!who.personal) return;
  const person = { tenantId: who.tenantId, userId: who.userId };
  const at = timeOf(activity, parts.reset.now());
  const known = await parts.conversations.find(person);
  const locale = activity.locale ?? known?.locale ?? 'en';
  const timeZone = activity.localTimezone ?? known?.timeZone ?? 'UTC';
  const conversation = conversationOf(activity, { person, locale, timeZone });
  // An install event from before the last removal, come late.
  if (!(await parts.conversations.keep(conversation, at, { installs: true })).isInstalled) return;
  const first = await parts.conversations.claimWelcome(person, at);
  if (!first && !always) return;
  const installation = always ? (activity.id ?? String(at.getTime())) : 'once';
  await parts.reset.owe([welcomeWork(person, installation, parts.reset.now())]);
}

/** Removed: no reminders, no notes, and nowhere to write to. The audit of what was changed stays. */
export async function removed(parts: Parts, who: Admitted, activity: Activity): Promise<void> {
  if (!who.personal) return;
  const person = { tenantId: who.tenantId, userId: who.userId };
  const gone = await parts.conversations.remove(person, timeOf(activity, parts.reset.now()));
  // Come late, after the person had added the bot again.
  if (!gone) return;
  await parts.dialogState.delete([dialogKey(activity)]);
  await parts.dueWork.drop(personKey(person), [reminderKind, expiryKind, 'note', 'card', 'welcome']);
}

/** As botbuilder's ConversationState names it. */
const dialogKey = ({ channelId, conversation }: Activity): string =>
  `${channelId}/conversations/${conversation.id}/`;
