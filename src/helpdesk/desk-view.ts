import type { Person } from '../pin/attempt.ts';
import type { NewDueWork } from '../work/due-work.ts';
import type { DeskEvent } from './desk-event.ts';

/** Somebody who has talked to the bot, as the channel names them. */
export interface FoundPerson {
  person: Person;
  name?: string;
  address?: string;
  /** Whether the bot can write to them. */
  reachable: boolean;
}

/** One line of a timeline: of an attempt, of a ticket, or of what the help desk did. */
export interface TimelineEvent {
  at: Date;
  event: string;
  reference?: string;
  /** Codes of the rules or of the backend, a ticket's number, an agent's id: nothing that somebody typed. */
  codes: string[];
}

/** What needs a person. */
export interface Concern {
  kind: 'unsettled' | 'unknown' | 'ticketFailed' | 'ticketLate' | 'notMe';
  at: Date;
  reference: string;
  who: FoundPerson;
}

/** The port of the store for the help desk's view. It shows one tenant's people alone. */
export interface DeskView {
  /** Whose attempt or ticket it is. */
  byReference(tenantId: string, reference: string): Promise<FoundPerson | undefined>;
  byId(person: Person): Promise<FoundPerson | undefined>;
  /** Whose name or address holds all of these words, `most` at most. */
  byWords(tenantId: string, words: readonly string[], most: number): Promise<FoundPerson[]>;
  /** The newest first. */
  timeline(person: Person, from: number, most: number): Promise<{ events: TimelineEvent[]; more: boolean }>;
  /** The newest first: changes of which nobody knows, tickets not delivered, reports of the last day. */
  concerns(
    tenantId: string,
    now: Date,
    from: number,
    most: number,
  ): Promise<{ concerns: Concern[]; more: boolean }>;
  /** Writes the event, and with it the work that follows from it. False: its key was there, and nothing is written. */
  record(event: DeskEvent, work?: NewDueWork[]): Promise<boolean>;
  /** The activity that tells the agent of an offer, by the key of its event. */
  offerCard(key: string): Promise<string | undefined>;
  setOfferCard(key: string, cardId: string): Promise<void>;
}
