import type { Person } from './attempt.ts';
import type { AccountAnswer, BackendCall, PinBackend } from './backend.ts';

/**
 * What the channel's own list of the chat's members says of a person. `stranger`: it does not hold them, names somebody
 * else, or calls them a guest or a bot. `away`: it could not be read.
 */
export type RosterAnswer =
  | { kind: 'member'; userPrincipalName?: string | undefined }
  | { kind: 'stranger' }
  | { kind: 'away' };

/** Where a turn came from, by its own word: the chat, and the account that wrote in it. */
export interface Place {
  serviceUrl: string;
  conversationId: string;
  accountId: string;
}

/**
 * The port of the channel's roster. It is asked about the turn's own chat and account, never about what is on file for the
 * person: that may be somebody else's. Never throws.
 */
export interface Roster {
  find(person: Person, place: Place): Promise<RosterAnswer>;
}

/** What the backend knows people by. */
export type UserKey = 'aadObjectId' | 'userPrincipalName';

export interface PersonCheck {
  /** Undefined in a trial, where nobody is authenticated and there is nothing that a roster could confirm. */
  roster: Roster | undefined;
  userKey: UserKey;
}

/**
 * `userId` is the person's name at the backend; `nameless`: the roster has none by which the backend could know them.
 * `unconfirmed`: nobody can say now whether they are who they seem to be.
 */
export type Confirmed =
  | { kind: 'confirmed'; userId: string }
  | { kind: 'nameless' }
  | { kind: 'stranger' }
  | { kind: 'unconfirmed' };

/**
 * Asks a second source who the person is, before a PIN is set: the body of an activity is the channel's word alone.
 */
export async function confirm(
  { roster, userKey }: PersonCheck,
  person: Person,
  place: Place,
): Promise<Confirmed> {
  if (!roster) return { kind: 'confirmed', userId: person.userId };
  const found = await roster.find(person, place);
  if (found.kind === 'away') return { kind: 'unconfirmed' };
  if (found.kind === 'stranger') return found;
  const userId = userKey === 'aadObjectId' ? person.userId : found.userPrincipalName;
  return userId === undefined ? { kind: 'nameless' } : { kind: 'confirmed', userId };
}

/** What is known of a person's account, or that the person is not one to be told. */
export type PersonAnswer = AccountAnswer | { kind: 'stranger' } | { kind: 'unconfirmed' };

/**
 * The person's account. Reading it sets nothing: where the backend knows the person by the id at hand, the roster is asked
 * at the same time, for a person waits, and its being away does not matter yet.
 */
export async function accountOf(
  parts: { check: PersonCheck; backend: PinBackend },
  { person, ...place }: Place & { person: Person },
  call: BackendCall,
): Promise<PersonAnswer> {
  const { check, backend } = parts;
  if (check.userKey === 'aadObjectId') {
    const [who, answer] = await Promise.all([
      confirm(check, person, place),
      backend.account(person.userId, call),
    ]);
    return who.kind === 'stranger' ? who : answer;
  }
  const who = await confirm(check, person, place);
  if (who.kind === 'nameless') return { kind: 'refused', code: 'user_not_found' };
  return who.kind === 'confirmed' ? backend.account(who.userId, call) : who;
}
