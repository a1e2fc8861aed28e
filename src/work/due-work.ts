/** One effect that is owed: it is on disk before what it follows from is acknowledged. */
export interface NewDueWork {
  /** Names the effect. Putting the same key again makes the same work due anew, not a second one. */
  key: string;
  kind: string;
  dueAt: Date;
  /** Whose it is: `tenant:user`. Lets all of a person's work of a kind be dropped at once. */
  person: string;
  payload: Record<string, unknown>;
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
  renew(work: DueWork, until: Date): Promise<boolean>;
  /** Removes it; where it was put again meanwhile, it stays and is free again. */
  done(work: DueWork): Promise<void>;
  again(work: DueWork, dueAt: Date): Promise<void>;
  /** When the next free or abandoned work can be claimed. */
  nextAt(): Promise<Date | undefined>;
  /** Makes all work of a kind due now: after a start, what a dead process left cannot wait for its time. */
  hurry(kind: string, now: Date): Promise<void>;
  /** Drops a person's work of these kinds, or only what is due before `before`. Returns how much it was. */
  drop(person: string, kinds: readonly string[], before?: Date): Promise<number>;
  /** Frees the leases of this owner, or of everybody where the store has one owner only. */
  release(owner?: string): Promise<void>;
}

export type WorkResult = { kind: 'done' } | { kind: 'again'; at: Date };

/** Carries out one kind of work. It may run twice where a process dies between the effect and its settling. */
export type WorkHandler = (work: DueWork) => Promise<WorkResult>;
