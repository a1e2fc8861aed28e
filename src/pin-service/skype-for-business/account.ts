import type { Account } from '../account.ts';
import { accountAnswer, type OneAccount } from './lines.ts';
import { isSipAddress, numbersOf } from './person-name.ts';

/** A person of the pool: the account as the contract has it, and what the cmdlets need. */
export interface PoolAccount {
  account: Account;
  sip: string;
  lastPinChangeTime: string | null;
}

/** `doubtful`: more than one, or somebody else than was asked for. */
export type PoolFound = { kind: 'one'; found: PoolAccount } | { kind: 'none' | 'doubtful' | 'nonsense' };

/** What a host's answer says of the one who was asked for by this name. */
export function poolAccount(answer: unknown, person: string, unlock: boolean): PoolFound {
  const read = accountAnswer.safeParse(answer);
  if (!read.success) return { kind: 'nonsense' };
  if (!('pin' in read.data)) return { kind: read.data.users.length === 0 ? 'none' : 'doubtful' };
  const [user] = read.data.users;
  if (user.upn.toLowerCase() !== person || !isSipAddress(user.sip)) return { kind: 'doubtful' };
  return { kind: 'one', found: foundOf(read.data, person, unlock) };
}

function foundOf({ users: [user], pin, policy }: OneAccount, person: string, unlock: boolean): PoolAccount {
  const account: Account = {
    userId: person,
    displayName: user.displayName,
    ...numbersOf(user.lineUri),
    enabled: true,
    disabled: !user.enabled,
    // The server does not say whose lock it is. What a change will not lift is an administrator's to lift.
    locked: pin.isLockedOut ? (unlock ? 'temporary' : 'administrator') : 'no',
    deskPhones: undefined,
    policy: {
      minLength: policy.minPasswordLength,
      maxLength: 24,
      allowCommonPatterns: policy.allowCommonPatterns,
      // Set-CsClientPin does not look at the history, so that it is not promised.
      historyCount: 0,
      lifetimeDays: policy.pinLifetimeDays,
    },
    pinSet: pin.isPinSet,
    pinSetAt: timeOf(pin.isPinSet ? pin.lastPinChangeTime : null),
    pinExpiresAt: timeOf(pin.isPinSet ? pin.pinExpirationTime : null),
  };
  return { account, sip: user.sip, lastPinChangeTime: pin.lastPinChangeTime };
}

const timeOf = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text));
