import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Known } from '../conversations/conversation.ts';
import { type Person, personKey } from '../pin/attempt.ts';
import type { Place, Roster, RosterAnswer } from '../pin/person-check.ts';
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
  // Nobody is a stranger for how they are called.
  name: z.string().max(200).nullish().catch(undefined),
  email: z.string().max(320).nullish().catch(undefined),
});
type Member = z.infer<typeof memberForm>;

/** Any other role is a guest, a bot or somebody who has not signed in. */
const ownRoles = new Set(['user', 'owner', 'member']);

/** Why somebody is not who the activity says, or not one of the company. */
export type Stranger = 'not_there' | 'guest' | 'ids_disagree';

/**
 * Teams' roster of the chat that a turn came from. Members are remembered for minutes; everybody else is asked for again.
 * A person who asks twice at once is asked for once.
 */
export function teamsRoster(parts: {
  connector: Connector;
  now(): Date;
  /** `status` is the channel's, where it gave one. */
  onAway(person: Person, status: number | undefined): void;
  /** How the roster calls a person. */
  onMember(person: Person, known: Known): Promise<void>;
  /** The roster contradicts the activity: a guest, or somebody in another's name. */
  onStranger(person: Person, why: Stranger): void;
}): Roster {
  const known = new Map<string, { answer: RosterAnswer; until: number }>();
  const asked = new Map<string, Promise<RosterAnswer>>();
  async function ask(person: Person, place: Place): Promise<RosterAnswer> {
    const answer = await parts.connector.member(place.serviceUrl, place.conversationId, place.accountId);
    if (answer.kind === 'away') {
      parts.onAway(person, answer.status);
      return { kind: 'away' };
    }
    const judged = answer.kind === 'none' ? 'not_there' : judge(answer.member, person, place);
    if (typeof judged !== 'string') {
      const { known: told, ...answer } = judged;
      await parts.onMember(person, told);
      // Thousands of answers are remembered: what people are called is not among what is needed of them.
      return answer;
    }
    parts.onStranger(person, judged);
    return { kind: 'stranger' };
  }
  function remember(key: string, answer: RosterAnswer): void {
    const nowMs = parts.now().getTime();
    for (const [old, { until }] of known) {
      if (until > nowMs && known.size < mostKept) break;
      known.delete(old);
    }
    known.set(key, { answer, until: nowMs + keptMs });
  }
  return {
    async find(person, place) {
      // Another account or chat in the name of the same person is somebody else until the roster has said otherwise.
      const { serviceUrl, conversationId, accountId } = place;
      const whole = JSON.stringify([personKey(person), serviceUrl, conversationId, accountId]);
      const key = hash('sha256', whole, 'base64url');
      const kept = known.get(key);
      if (kept && kept.until > parts.now().getTime()) return kept.answer;
      known.delete(key);
      const asking = asked.get(key) ?? ask(person, place).finally(() => asked.delete(key));
      asked.set(key, asking);
      const answer = await asking;
      if (answer.kind === 'member') remember(key, answer);
      return answer;
    },
  };
}

/** The roster's word against the activity's: every id that it names must be the person's. */
function judge(
  answer: unknown,
  person: Person,
  { accountId }: Place,
): (RosterAnswer & { kind: 'member'; known: Known }) | Stranger {
  const member = memberForm.safeParse(answer).data;
  if (!member || !agrees(member, person, accountId)) return 'ids_disagree';
  const name = member.userPrincipalName ?? '';
  const own = ownRoles.has(member.userRole?.toLowerCase() ?? 'user');
  // So Entra names the accounts of guests, in every tenant but their own.
  if (!own || /#ext#/i.test(name)) return 'guest';
  return { kind: 'member', userPrincipalName: name === '' ? undefined : name, known: knownOf(member) };
}

function knownOf({ name, email, userPrincipalName }: Member): Known {
  const address = email || userPrincipalName;
  return { ...(name ? { name } : {}), ...(address ? { address } : {}) };
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
