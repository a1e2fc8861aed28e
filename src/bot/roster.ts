import { z } from 'zod';
import type { Conversation, ConversationStore } from '../conversations/conversation.ts';
import { type Person, personKey } from '../pin/attempt.ts';
import type { Roster, RosterAnswer } from '../pin/person-check.ts';
import type { Connector } from './connector.ts';

/** Long enough for a form and its correction, short enough for who leaves the company. */
const keptMs = 5 * 60_000;
const mostKept = 10_000;

/** Teams names the object id `objectId` on the wire, and botbuilder hands it on as `aadObjectId`. */
const memberForm = z.looseObject({
  id: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
  userPrincipalName: z.string().max(320).nullish(),
});
type Member = z.infer<typeof memberForm>;

/** Any other role is a guest, a bot or somebody who has not signed in. */
const ownRoles = new Set(['user', 'owner', 'member']);

/**
 * Teams' roster of the person's chat. Members are remembered for minutes; everybody else is asked for again. A person who
 * asks twice at once is asked for once.
 */
export function teamsRoster(parts: {
  connector: Connector;
  conversations: ConversationStore;
  now(): Date;
  /** `status` is the channel's, where it gave one. */
  onAway(person: Person, status: number | undefined): void;
}): Roster {
  const known = new Map<string, { answer: RosterAnswer; until: number }>();
  const asked = new Map<string, Promise<RosterAnswer>>();
  async function ask(chat: Conversation): Promise<RosterAnswer> {
    const answer = await parts.connector.member(chat.serviceUrl, chat.conversationId, chat.accountId);
    if (answer.kind === 'found') return verdict(answer.member, chat);
    if (answer.kind === 'none') return { kind: 'stranger' };
    parts.onAway(chat.person, answer.status);
    return { kind: 'away' };
  }
  function remember(key: string, answer: RosterAnswer): void {
    const nowMs = parts.now().getTime();
    for (const [old, { until }] of known) {
      if (until > nowMs && known.size < mostKept) break;
      known.delete(old);
    }
    known.set(key, { answer, until: nowMs + keptMs });
  }
  async function askOnce(key: string, chat: Conversation): Promise<RosterAnswer> {
    const asking = asked.get(key) ?? ask(chat).finally(() => asked.delete(key));
    asked.set(key, asking);
    const answer = await asking;
    if (answer.kind === 'member') remember(key, answer);
    return answer;
  }
  return {
    async find(person) {
      const chat = await parts.conversations.find(person);
      if (!chat) return { kind: 'away' };
      // Another account or chat in the name of the same person is somebody else until the roster has said otherwise.
      const key = JSON.stringify([personKey(person), chat.accountId, chat.conversationId]);
      const kept = known.get(key);
      if (kept && kept.until > parts.now().getTime()) return kept.answer;
      known.delete(key);
      return askOnce(key, chat);
    },
  };
}

/** The roster's word against the activity's: every id that it names must be the person's. */
function verdict(answer: unknown, { person, accountId }: Conversation): RosterAnswer {
  const member = memberForm.safeParse(answer).data;
  if (!member) return { kind: 'away' };
  const own = ownRoles.has(member.userRole?.toLowerCase() ?? 'user');
  if (!own || !agrees(member, person, accountId)) return { kind: 'stranger' };
  const name = member.userPrincipalName ?? '';
  // So Entra names the accounts of guests, in every tenant but their own.
  if (/#ext#/i.test(name)) return { kind: 'stranger' };
  return { kind: 'member', userPrincipalName: name === '' ? undefined : name };
}

function agrees(member: Member, { userId, tenantId }: Person, accountId: string): boolean {
  const ids = [member.aadObjectId, member.objectId].filter((id) => id != null);
  return (
    ids.length > 0 &&
    ids.every((id) => id.toLowerCase() === userId) &&
    (member.id == null || member.id === accountId) &&
    (member.tenantId == null || member.tenantId.toLowerCase() === tenantId)
  );
}
