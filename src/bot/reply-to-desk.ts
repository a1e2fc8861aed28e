import { type DeskCommand, findPerson, readDeskCommand } from '../helpdesk/desk-command.ts';
import type { DeskEventName } from '../helpdesk/desk-event.ts';
import type { DeskView, FoundPerson } from '../helpdesk/desk-view.ts';
import { personKey } from '../pin/attempt.ts';
import { confirm } from '../pin/person-check.ts';
import type { NewDueWork } from '../work/due-work.ts';
import type { CardData } from './card-data.ts';
import { type Chat, noticeReply, type Reply, type ReplyParts } from './reply.ts';
import { badAction } from './reply-to-reminder.ts';

/** So many events are read on one card. */
const eventsAPage = 8;
const mostConcerns = 8;
/** In each such time a person is offered a reset once, by however many agents. */
const offerAgainMs = 10 * 60_000;

export interface DeskParts extends ReplyParts {
  /** Object ids of the people with the help desk's view. */
  agents: ReadonlySet<string>;
  deskView: DeskView;
  /** The link that leads to the bot, with the words already written. */
  resetUrl: string;
}

type DeskData = Extract<CardData, { do: 'desk' }>;

/** A command of the help desk's, where it is one of theirs who writes; anybody else's words are any employee's. */
export function deskCommandIn(parts: DeskParts, chat: Chat, text: string): DeskCommand | undefined {
  return parts.agents.has(chat.person.userId) ? readDeskCommand(text, chat.locale) : undefined;
}

export async function replyToDesk(parts: DeskParts, chat: Chat, command: DeskCommand): Promise<Reply[]> {
  const refused = await notAnAgent(parts, chat);
  if (refused) return [refused];
  if (command.kind === 'today') return [await today(parts, chat, 0)];
  const { tenantId } = chat.person;
  const found = command.what === '' ? undefined : await findPerson(parts.deskView, tenantId, command.what);
  if (!found) return [noticeReply(parts, chat, { name: 'deskHelp', actions: [] })];
  const view = command.kind === 'offer' ? 'offer' : 'timeline';
  if (found.kind === 'one') return [await shown(parts, chat, { who: found.who, view, page: 0 })];
  await record(parts, chat, 'looked_for', { found: found.kind === 'none' ? 0 : found.who.length });
  if (found.kind === 'none') return [notFound(parts, chat)];
  const card = parts.cards.people(chat, { who: found.who, more: found.more, view });
  return [{ card, summary: 'summary.desk' }];
}

/** A button of the help desk's cards. Whoever is none of theirs is told no more than of any card that is out of use. */
export async function replyToDeskButton(parts: DeskParts, chat: Chat, data: DeskData): Promise<Reply[]> {
  if (!parts.agents.has(chat.person.userId)) return [badAction(parts, chat)];
  const refused = await notAnAgent(parts, chat);
  if (refused) return [refused];
  if (data.view === 'today') return [{ ...(await today(parts, chat, data.page ?? 0)), inPlace: true }];
  const { tenantId } = chat.person;
  const who =
    data.user === undefined ? undefined : await parts.deskView.byId({ tenantId, userId: data.user });
  if (!who) return [notFound(parts, chat)];
  const page = data.page ?? 0;
  return [
    { ...(await shown(parts, chat, { who, view: data.view, page })), inPlace: data.view === 'timeline' },
  ];
}

/** Whether the help desk's commands are for them; where it cannot be confirmed now, they are not. */
export const isAgent = async (parts: DeskParts, chat: Chat): Promise<boolean> =>
  parts.agents.has(chat.person.userId) && (await notAnAgent(parts, chat)) === undefined;

/** The channel's word alone is not enough to see what others did: the roster is asked as it is before a PIN is set. */
async function notAnAgent(parts: DeskParts, chat: Chat): Promise<Reply | undefined> {
  const confirmed = await confirm(parts.reset.check, chat.person, chat);
  if (confirmed.kind === 'confirmed' || confirmed.kind === 'nameless') return undefined;
  if (confirmed.kind === 'stranger') return badAction(parts, chat);
  return noticeReply(parts, chat, { name: 'deskUnconfirmed', actions: [] });
}

async function shown(
  parts: DeskParts,
  chat: Chat,
  { who, view, page }: { who: FoundPerson; view: 'timeline' | 'offer'; page: number },
): Promise<Reply> {
  if (view === 'offer') return offer(parts, chat, who);
  await record(parts, chat, 'looked_up', {}, who);
  const { events, more } = await parts.deskView.timeline(who.person, page * eventsAPage, eventsAPage);
  return { card: parts.cards.timeline(chat, { who, events, page, more }), summary: 'summary.desk' };
}

async function today(parts: DeskParts, chat: Chat, page: number): Promise<Reply> {
  const { reset, deskView, cards } = parts;
  const now = reset.now();
  await record(parts, chat, 'looked_today', {});
  const { tenantId } = chat.person;
  const { concerns, more } = await deskView.concerns(tenantId, now, page * mostConcerns, mostConcerns);
  const { most, perMs } = reset.resetAlert;
  const submitted = await reset.attempts.submittedSince(new Date(now.getTime() - perMs), most, tenantId);
  return {
    card: cards.today(chat, { concerns, more, page, alert: submitted >= most }),
    summary: 'summary.desk',
  };
}

/** The bot writes to the person that the help desk suggests a reset; the person does the rest. */
async function offer(parts: DeskParts, chat: Chat, who: FoundPerson): Promise<Reply> {
  const { reset, deskView, resetUrl: link } = parts;
  if (!who.reachable) return notFound(parts, chat);
  const now = reset.now();
  const { tenantId, userId: agentId } = chat.person;
  const key = `offer:${personKey(who.person)}:${Math.floor(now.getTime() / offerAgainMs)}`;
  const event = {
    key,
    at: now,
    event: 'reset_offered',
    tenantId,
    agentId,
    userId: who.person.userId,
  } as const;
  const work = { ...offerWork(who, { offer: key, agentId }, now), leftTo: reset.owner };
  const args = { who: nameOf(who) };
  if (!(await deskView.record(event, [work])))
    return noticeReply(parts, chat, { name: 'offerRepeated', args, actions: [] });
  reset.wake();
  return { ...noticeReply(parts, chat, { name: 'offerSent', args, link, actions: [] }), offer: key };
}

const offerWork = (
  { person }: FoundPerson,
  by: { offer: string; agentId: string },
  dueAt: Date,
): NewDueWork => ({
  key: `offer:${personKey(person)}`,
  kind: 'offer',
  dueAt,
  person: personKey(person),
  payload: { ...person, ...by },
});

export const nameOf = ({ name, address, person }: FoundPerson): string => name ?? address ?? person.userId;

const notFound = (parts: DeskParts, chat: Chat): Reply =>
  noticeReply(parts, chat, { name: 'notFound', link: parts.resetUrl, actions: [] });

/** Each look names who has looked. */
async function record(
  parts: DeskParts,
  chat: Chat,
  event: DeskEventName,
  detail: Record<string, number>,
  who?: FoundPerson,
): Promise<void> {
  const { tenantId, userId: agentId } = chat.person;
  const about = who ? { userId: who.person.userId } : {};
  await parts.deskView.record({ at: parts.reset.now(), event, tenantId, agentId, detail, ...about });
}
