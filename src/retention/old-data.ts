/** What is removed when it was last touched before these instants. */
export interface OldDataLimits {
  /** Attempts with their events, tickets, and what the help desk did. */
  audit: Date;
  /** Where the bot can write to a person. Kept while something is owed to them. */
  references: Date;
  /** Where a dialog stands. */
  dialogs: Date;
}

/** How many rows of each were removed. */
export type Removed = Record<
  'attempts' | 'tickets' | 'deskEvents' | 'references' | 'dialogs' | 'undeliverable',
  number
>;

/** The port of the store for what nobody needs any more. */
export interface OldDataStore {
  /** Removes at most `most` of each. Attempts of which nobody knows the outcome stay. */
  remove(limits: OldDataLimits, most: number): Promise<Removed>;
}
