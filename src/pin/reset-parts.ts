import type { NewDueWork } from '../work/due-work.ts';
import {
  type Attempt,
  type AttemptStore,
  type Person,
  personKey,
  type ResetLimit,
  type Settlement,
} from './attempt.ts';
import type { PinAccount, PinBackend } from './backend.ts';
import type { PersonCheck } from './person-check.ts';
import type { ResetAlert } from './reset-alert.ts';

/** What a reset is made of. Clock, ids and waiting are given, so that tests own them. */
export interface ResetParts {
  attempts: AttemptStore;
  backend: PinBackend;
  check: PersonCheck;
  now(): Date;
  newId(): string;
  newReference(): string;
  after(delayMs: number): Promise<void>;
  /** What a promise brings; undefined where it takes longer. Nothing is left waiting once it is here. */
  within<Value>(promise: Promise<Value>, delayMs: number): Promise<Value | undefined>;
  /** Puts due work by itself; what follows from a change of state is put with that change. */
  owe(work: NewDueWork[]): Promise<void>;
  /** Wakes the runner: work was put. */
  wake(): void;
  /** The work that an applied change asks for: reminders, unless the person has no desk phone. */
  remindersAfter(attempt: Attempt, changedAt: Date): NewDueWork[];
  /** The kinds of that work, of which a later change replaces what is pending. */
  reminderKinds: readonly string[];
  /** An account was read: its expiry can be watched. */
  onAccount(person: Person, account: PinAccount): void;
  /** It is known what became of a change, so long after its submission. */
  onSettled(attempt: Attempt, settlement: Settlement, waitedMs: number): void;
  /** Nobody knows for a day: it is for the help desk to see. */
  onUnsettled(attempt: Attempt): void;
  /** A person says that a change, or a try at one, was not theirs. */
  onNotMe(attempt: Attempt): void;
  onFault(error: unknown): void;
  resetLimit: ResetLimit;
  resetAlert: ResetAlert;
  formLifetimeMs: number;
  /** How long one try of a change is waited for. */
  changeTimeoutMs: number;
  /** Names this process in the store. */
  owner: string;
  /**
   * Keeps a change in this process's hands until the answer is called, which is told whether it is known what became of
   * the change. Nobody else looks for it meanwhile.
   */
  holdLook(attempt: Attempt, changeId: string): (isKnown: boolean) => Promise<void>;
  /** From 0 up to 1. */
  random(): number;
  /** The changes that this process has under way: a stop waits for them. */
  inFlight: Set<Promise<void>>;
}

/** How long a submission waits for its outcome before it is answered with a card that says that it is being worked on. */
export const outcomeWaitMs = 1_400;

/** So many PINs may be refused on one form: whoever tries more needs help, or is a machine. */
export const mostRounds = 10;

/**
 * Makes the card in the chat agree with the attempt. Put again, it is the same work with a newer state. This process may
 * have a turn of the person under way, whose answer must not come after the update: others leave it the work.
 */
export function cardWork(
  parts: Pick<ResetParts, 'owner'>,
  attempt: Attempt,
  dueAt: Date,
  more: { again?: 'expired' | 'replaced' | undefined; behind?: string } = {},
): NewDueWork {
  return {
    ...work('card', attempt, attempt.id, dueAt, { attempt: attempt.id, ...more }),
    leftTo: parts.owner,
  };
}

/** Asks the backend what became of a change. `taken`: it has said that it took it, so that it is not withdrawn. */
export function lookWork(attempt: Attempt, changeId: string, dueAt: Date, taken = false): NewDueWork {
  return work('look', attempt, changeId, dueAt, { change: changeId, ...(taken ? { taken } : {}) });
}

/** What a note says of its change; the attempt may have gone on when it is sent. */
export type NoteName = 'changed' | 'superseded' | 'notChanged' | 'unknown' | 'unsettled';

/** A short new message, because an edited card rings nobody's phone. */
export function noteWork(attempt: Attempt, name: NoteName, dueAt: Date): NewDueWork {
  const payload = { attempt: attempt.id, change: attempt.changeId, name };
  return work('note', attempt, `${attempt.changeId}:${name}`, dueAt, payload);
}

/** Tells a person who waits for longer than a person should. */
export function overdueWork(attempt: Attempt, changeId: string, dueAt: Date): NewDueWork {
  return work('overdue', attempt, changeId, dueAt, { change: changeId });
}

/** So many milliseconds, give or take a quarter: those who failed together do not come back together. */
export function jittered(parts: Pick<ResetParts, 'random'>, delayMs: number): number {
  return Math.round(delayMs * (0.75 + parts.random() / 2));
}

/** When the other side said how long to wait, not sooner; a little later, so that not all come at once. */
export function waitMs(
  parts: Pick<ResetParts, 'random'>,
  asked: number | undefined,
  backOffMs: number,
): number {
  return asked === undefined ? jittered(parts, backOffMs) : Math.round(asked * (1 + parts.random() / 4));
}

export const overdueKey = (changeId: string): string => `overdue:${changeId}`;
export const lookKey = (changeId: string): string => `look:${changeId}`;

function work(
  kind: string,
  attempt: Attempt,
  id: string,
  dueAt: Date,
  payload: Record<string, unknown>,
): NewDueWork {
  return { key: `${kind}:${id}`, kind, dueAt, person: personKey(attempt.person), payload };
}
