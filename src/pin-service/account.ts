import type { DeskPhone } from '../pin/backend.ts';
import type { PinPolicy } from '../pin/policy.ts';
import type { RefusalCode } from './problem.ts';

/** A person's account as it stands, without any PIN. Times are epoch milliseconds. */
export interface Account {
  userId: string;
  displayName: string;
  phoneNumber: string | null;
  extension: string | null;
  enabled: boolean;
  disabled: boolean;
  locked: 'no' | 'temporary' | 'administrator';
  /** Undefined where the store cannot tell. */
  deskPhones: DeskPhone[] | undefined;
  policy: PinPolicy;
  pinSet: boolean;
  pinSetAt: number | undefined;
  pinExpiresAt: number | undefined;
}

/** Why the state of an account allows no PIN to be looked at or set. */
export function accountRefusal(account: Account | undefined): RefusalCode | undefined {
  if (!account) return 'user_not_found';
  if (account.disabled) return 'account_disabled';
  if (!account.enabled) return 'not_enabled';
  return undefined;
}
