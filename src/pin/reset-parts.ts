import type { NewDueWork } from '../work/due-work.ts';
import { type Attempt, type AttemptStore, type Person, personKey } from './attempt.ts';
import type { PinAccount, PinBackend } from './backend.ts';

/** What a reset is made of. Clock, ids and waiting are given, so that tests own them. */
export interface ResetParts {
  attempts: AttemptStore;
  backend: PinBackend;
  now(): Date;
  newId(): string;
  newReference(): string;
  after(delayMs: number): Promise<void>;
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
  onFault(error: unknown): void;
  formLifetimeMs: number;
  /** How long one try of a change is waited for. */
  changeTimeoutMs: number;
  /** After how long a change of a process that died is looked for. */
  guardMs: number;
  /** The changes that this process has under way, by change id. Nobody else may withdraw them. */
  inFlight: Map<string, Promise<void>>;
}

/** Makes the card in the chat agree with the attempt. Put again, it is the same work with a newer state. */
export function cardWork(attempt: Attempt, dueAt: Date, again?: 'expired' | 'replaced'): NewDueWork {
  return work('card', attempt, attempt.id, dueAt, { attempt: attempt.id, ...(again ? { again } : {}) });
}

/** Asks the backend what became of a change. */
export function lookWork(attempt: Attempt, changeId: string, dueAt: Date): NewDueWork {
  return work('look', attempt, changeId, dueAt, { change: changeId });
}

/** A short new message, because an edited card rings nobody's phone. */
export function noteWork(attempt: Attempt, changeId: string, dueAt: Date): NewDueWork {
  return work('note', attempt, changeId, dueAt, { attempt: attempt.id });
}

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
