import type { NewDueWork } from '../work/due-work.ts';
import type { PinAccount } from './backend.ts';
import type { AttemptState } from './life-cycle.ts';

/** A person as the channel names them: the ids of Entra, in lower case. */
export interface Person {
  tenantId: string;
  userId: string;
}

/** One try of a person at a new PIN: a form, from being shown to its outcome. */
export interface Attempt {
  /** UUID; also the form's. */
  id: string;
  /** What a person can read out, such as `K7QM-2F9D`. */
  reference: string;
  person: Person;
  conversationId: string;
  state: AttemptState;
  /** Counts how often the form was given to the person, from 1. A submission of an earlier round starts nothing. */
  round: number;
  /** The last submission's Idempotency-Key. */
  changeId?: string;
  /** The activity that shows the form or what became of it. */
  cardId?: string;
  /** The form was sent with a plain `Action.Submit`, because an earlier one brought nothing. */
  plainSubmit: boolean;
  /** Why the last submission was given back: codes of the rules or of the contract. */
  refusals: string[];
  /** Why it failed. */
  code?: string;
  account?: PinAccount;
  locale: string;
  timeZone: string;
  createdAt: Date;
  expiresAt: Date;
  submittedAt?: Date;
  settledAt?: Date;
  /** When the backend changed the PIN, by its clock. */
  changedAt?: Date;
}

export interface NewAttempt {
  id: string;
  reference: string;
  person: Person;
  conversationId: string;
  askedBy: string;
  plainSubmit: boolean;
  account?: PinAccount;
  locale: string;
  timeZone: string;
  createdAt: Date;
  expiresAt: Date;
  /** The card that the new form takes the place of. */
  cardId?: string;
  /** Set where no form can be shown: the attempt begins and ends as failed. */
  code?: string;
}

/** How a submission ended, or that nobody knows yet. `superseded`: a later change of the person is in force. */
export type Settlement =
  | { kind: 'apply'; changedAt: Date; superseded: boolean }
  | { kind: 'giveBack'; codes: string[]; expiresAt: Date }
  | { kind: 'fail'; code: string }
  | { kind: 'loseSight' }
  | { kind: 'giveUp' };

/** So many changes in a time. Applied ones count, and those of which nobody knows. */
export interface ResetLimit {
  most: number;
  perMs: number;
}

/**
 * The port of the store. Each change of state is a guarded update that happens once, written in one transaction with
 * its event and with the work that is due because of it.
 */
export interface AttemptStore {
  /**
   * Writes the attempt and replaces the person's older forms. An activity that already asked finds its attempt; while a
   * change is under way there is no new form, but that attempt. Beyond the limit it is an attempt without a form, with the
   * code `limit`, whose `expiresAt` tells when there is one again.
   */
  open(
    attempt: NewAttempt,
    limit: ResetLimit,
    work: (attempt: Attempt) => NewDueWork[],
  ): Promise<{ kind: 'opened' | 'repeated' | 'under_way'; attempt: Attempt }>;
  find(id: string): Promise<Attempt | undefined>;
  askedBy(activityKey: string): Promise<Attempt | undefined>;
  byChange(changeId: string): Promise<Attempt | undefined>;
  /** The person's form that still waits for an answer, and the change that is under way. */
  liveForm(person: Person): Promise<Attempt | undefined>;
  /** The person's last attempt, whatever became of it. */
  newest(person: Person): Promise<Attempt | undefined>;
  openChange(person: Person): Promise<Attempt | undefined>;
  /** The person's applied attempt whose PIN the backend set last. */
  lastApplied(person: Person): Promise<Attempt | undefined>;
  /** Forms whose time is over and that nobody sent, the oldest first. */
  overdueForms(now: Date, most: number): Promise<Attempt[]>;
  /** True where a later attempt of the person stands in this one's card. */
  isOverwritten(attempt: Attempt): Promise<boolean>;
  setCard(id: string, cardId: string): Promise<void>;
  learnAccount(id: string, account: PinAccount): Promise<void>;
  /** `refuse`, in the form's round: as it is then. Undefined: somebody else was first. */
  giveBack(
    form: Attempt,
    codes: string[],
    times: GivenBackAt,
    work: NewDueWork[],
  ): Promise<Attempt | undefined>;
  /** `submit`. `busy`: another change of this person is open. `late`: no longer this round of a live form. */
  accept(
    form: Attempt,
    changeId: string,
    at: Date,
    work: NewDueWork[],
  ): Promise<{ kind: 'accepted'; attempt: Attempt } | { kind: 'busy' | 'late' }>;
  /** What became of a submission. False: the attempt's state does not allow it, because it was settled before. */
  settle(changeId: string, settlement: Settlement, at: Date, effects: SettleEffects): Promise<boolean>;
  close(id: string, how: 'cancel' | 'expire' | 'exhaust', at: Date, work: NewDueWork[]): Promise<boolean>;
  /** An event of the audit that is no change of state: told, reminded, signed in. */
  note(id: string, event: string, at: Date, detail?: Record<string, unknown>): Promise<void>;
  /**
   * The same, once for a key. False: it was noted before.
   *
   * @param unsynced a power cut may take it: what it tells of is done again then, and noted again
   */
  noteOnce(key: string, id: string, event: string, at: Date, unsynced?: boolean): Promise<boolean>;
  /** When this was noted of it last. */
  noted(id: string, event: string): Promise<Date | undefined>;
  /**
   * How many changes of all people, or of a tenant's, were submitted since, those that were not made left out. Counts to
   * `most` at most.
   */
  submittedSince(since: Date, most: number, tenantId?: string): Promise<number>;
}

/** When the form was given back, and until when it may be answered. */
export interface GivenBackAt {
  at: Date;
  expiresAt: Date;
}

export interface SettleEffects {
  work: NewDueWork[];
  /** Keys of work that is no longer owed. */
  drop?: string[];
  /** Kinds of the person's work that the settlement replaces: the reminders of an earlier change. */
  replaceKinds?: readonly string[];
}

export const personKey = (person: Person): string => `${person.tenantId}:${person.userId}`;
