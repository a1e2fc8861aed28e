/** One effect that is owed: it is on disk before what it follows from is acknowledged. */
export interface NewDueWork {
  /** Names the effect. Putting the same key again makes the same work due anew, not a second one. */
  key: string;
  kind: string;
  dueAt: Date;
  /** Whose it is: `tenant:user`. Lets all of a person's work of a kind be dropped at once. */
  person: string;
  payload: Record<string, unknown>;
  /** This process has the effect under way already: nobody claims the work before its lease has run out. */
  heldBy?: string;
  /** Whose turn shows the same card just now: other processes leave the work to that one for two seconds. */
  leftTo?: string;
}

export interface DueWork extends NewDueWork {
  /** How often it was claimed, this time included. */
  tries: number;
  /** Fences the settling: a claim that has lost its lease, or whose work was put again meanwhile, settles nothing. */
  claim: { owner: string; version: number };
}

/** The port of the store behind the runner. */
export interface DueWorkStore {
  put(work: NewDueWork[]): Promise<void>;
  /** Takes the work that is longest due and that nobody holds, for `leaseMs`. */
  claim(owner: string, now: Date, leaseMs: number): Promise<DueWork | undefined>;
  /** Prolongs the leases of this owner's work; what it has lost meanwhile stays lost. */
  renew(owner: string, keys: string[], until: Date): Promise<void>;
  /**
   * Removes it: true. Where it was put again meanwhile, it stays and is free again: false.
   *
   * @param repeatable after a power cut it may be there again
   */
  done(work: DueWork, repeatable?: boolean): Promise<boolean>;
  again(work: DueWork, dueAt: Date): Promise<void>;
  /** When the next free or abandoned work can be claimed. */
  nextAt(): Promise<Date | undefined>;
  /** Keeps it, for somebody to look at; nobody claims it until it is taken up again. */
  park(work: DueWork, why: ParkedWhy): Promise<void>;
  /** Makes a person's work due that was parked because the channel let nothing through. Returns how much it was. */
  takeUp(person: string, now: Date): Promise<number>;
  /** How much is parked, by the reason. */
  parked(): Promise<Partial<Record<ParkedWhy, number>>>;
  /** Drops a person's work of these kinds, or only what is due before `before`. Returns how much it was. */
  drop(person: string, kinds: readonly string[], before?: Date): Promise<number>;
  /** True where more work of this person and kind has become due after this one. */
  hasLaterDue(work: DueWork, now: Date): Promise<boolean>;
  /** Frees the leases of this owner, which ends. */
  release(owner: string): Promise<void>;
  /** Takes deadly work up again that has been parked for an hour: what it died of may be mended by now. */
  tryDeadly(now: Date): Promise<void>;
  /** Ends the leases of everybody, where the store has one owner only: the others are dead. */
  takeOver(): Promise<void>;
}

/** Work that was put as held by its owner, as a claim of it. */
export const heldWork = (work: NewDueWork, owner: string): DueWork => ({
  ...work,
  tries: 0,
  claim: { owner, version: 1 },
});

/** `blocked`: the channel lets nothing through to the person. `deadly`: the process died of it, again and again. */
export type ParkedWhy = 'blocked' | 'deadly';

/** `repeatable`: done once more it makes no difference, as a card that is put where it stands already. */
export type WorkResult =
  | { kind: 'done'; repeatable?: boolean }
  | { kind: 'again'; at: Date }
  | { kind: 'parked'; why: ParkedWhy };

/** Carries out one kind of work. It may run twice where a process dies between the effect and its settling. */
export type WorkHandler = (work: DueWork) => Promise<WorkResult>;
