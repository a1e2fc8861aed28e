import type { Account } from './account.ts';
import type { Change } from './changes.ts';

/** What was found of a person. `away`: nobody knows at the moment. */
export type Found =
  | { kind: 'account'; account: Account }
  | { kind: 'none' }
  | { kind: 'busy'; retryAfterMs: number }
  | { kind: 'away' };

/** A change that is on file as begun. */
export interface Begun {
  changeId: string;
  /** As `personOf` named them. */
  person: string;
  pin: string;
}

/** What keeps the PINs: the port of the drivers. */
export interface PinStore {
  /** The name under which a person's changes are on file, of whichever name was asked with. Asks nobody outside. */
  personOf(userId: string): string;
  /** Changes of the same line wait for each other. */
  lineOf(person: string): string;
  /** When to come again where a line is too long. */
  lineRetryMs: number;
  account(userId: string): Promise<Found>;
  /** How long to wait before one more change of this person is taken, where there is no room for it now. */
  waitForRoom(person: string): number | undefined;
  /**
   * Ends a change one way or the other. Tells what is known as soon as a client need not wait any longer, `pending` where
   * that has to be found out; resolves when the next change of the same line may begin. Never rejects.
   */
  change(begun: Begun, tell: (change: Change) => void): Promise<void>;
  /** What an earlier process left under way, to be found out before anything else of the same line begins. */
  leftUnderWay(): { person: string; findOut: () => Promise<void> }[];
  close(): void;
}
