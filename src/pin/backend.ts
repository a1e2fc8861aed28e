import type { PinPolicy } from './policy.ts';

/** A desk phone that signs in with the PIN, as far as the backend knows. */
export interface DeskPhone {
  id?: string | undefined;
  model: string;
  location?: string | undefined;
}

/** A person's account at the backend. Texts are the backend's: escape them before they are shown. */
export interface PinAccount {
  userId: string;
  displayName: string | null;
  /** E.164, with its plus. */
  phoneNumber: string | null;
  extension: string | null;
  pinSet: boolean;
  pinChangedAt: Date | null;
  pinExpiresAt: Date | null;
  /** A change lifts a temporary lock; an administrator's stays. */
  locked: 'no' | 'temporary' | 'administrator';
  /** Null when the backend cannot tell; empty when the person has none. */
  deskPhones: DeskPhone[] | null;
  policy: PinPolicy;
}

/**
 * Why nothing usable came back, for logs and metrics. Made of fixed words, so that it can carry no secret.
 *
 * `no_connection`: refused, unknown host. `untrusted`: its TLS certificate is not one that this machine trusts.
 * `broken`: the connection ended. `unauthorized`, `forbidden`: it refuses the bot's token. `refused_by_status`:
 * an error of the service or of something before it. `not_of_contract`: an answer of another form.
 */
export const faults = [
  'no_token',
  'bad_request',
  'no_connection',
  'untrusted',
  'unauthorized',
  'forbidden',
  'broken',
  'timeout',
  'stopped',
  'too_large',
  'refused_by_status',
  'not_of_contract',
] as const;
export type Fault = (typeof faults)[number];

/** Nothing is known. `retryAfterMs` is when the other side asked to be asked again. */
interface NothingKnown {
  retryAfterMs?: number | undefined;
  fault?: Fault | undefined;
}

export type AccountRefusal = 'user_not_found' | 'not_enabled' | 'account_disabled' | 'account_locked';

/** `denied`: the backend refuses the bot itself. `away`: it did not answer in a form that counts. */
export type AccountAnswer =
  | { kind: 'account'; account: PinAccount }
  | { kind: 'refused'; code: AccountRefusal }
  | { kind: 'denied'; fault?: Fault | undefined }
  | ({ kind: 'away' } & NothingKnown);

/**
 * A change that is settled, or certainly under way. `code` is a code of the contract (`withdrawn` for its
 * `change_withdrawn` too), or one that it does not know: letters and underscores only, and `other` in the
 * place of anything else, so that a code can be logged whatever a backend puts into it.
 */
export type KnownChange =
  | { kind: 'applied'; changedAt: Date }
  | { kind: 'rejected'; code: string }
  | { kind: 'pending'; retryAfterMs?: number | undefined };

/**
 * What came of sending a change.
 *
 * `not_sent`: provably nothing of the request reached the service. `denied` and `busy`: the service
 * certainly did not take it. `unknown`: it may have been taken; ask with `look` or `withdraw`.
 */
export type ChangeAnswer =
  | KnownChange
  | { kind: 'not_sent'; fault?: Fault | undefined }
  | { kind: 'denied'; fault?: Fault | undefined }
  | { kind: 'busy'; retryAfterMs?: number | undefined }
  | ({ kind: 'unknown' } & NothingKnown);

export type WithdrawAnswer =
  | KnownChange
  | { kind: 'denied'; fault?: Fault | undefined }
  | ({ kind: 'unknown' } & NothingKnown);

/** `not_found`: the service itself says that it has not seen the change so far; it may still arrive. */
export type LookAnswer = WithdrawAnswer | { kind: 'not_found' };

/** What every call carries. */
export interface BackendCall {
  /** The reference that the person sees too; goes into `X-Correlation-Id`. */
  reference: string;
  /** BCP 47; what is no language tag goes out as `en`. */
  locale: string;
  /** For the whole call: token, connection, headers and body. */
  timeoutMs: number;
  /** Ends the call early; what it may have done is then unknown. */
  signal?: AbortSignal | undefined;
}

export interface Reachable {
  backend: 'up' | 'down';
  identity: 'up' | 'down';
}

/** Whatever keeps the PINs. No operation throws: every outcome is an answer, and none carries the PIN. */
export interface PinBackend {
  account(userId: string, call: BackendCall): Promise<AccountAnswer>;
  /** `changeId`: a UUID made for this submission alone. */
  change(userId: string, changeId: string, pin: string, call: BackendCall): Promise<ChangeAnswer>;
  look(changeId: string, call: BackendCall): Promise<LookAnswer>;
  withdraw(changeId: string, call: BackendCall): Promise<WithdrawAnswer>;
  /**
   * Whether the backend answers and lets the bot in, and whether the bot has a token to show it. Without one it is only
   * known whether the backend answers. Changes nothing.
   */
  reachable(): Promise<Reachable>;
}
