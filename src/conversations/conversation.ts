import type { Person } from '../pin/attempt.ts';

/** Where the bot can write to a person: taken from turns that passed every check, renewed at each of them. */
export interface Conversation {
  person: Person;
  conversationId: string;
  serviceUrl: string;
  channelId: string;
  /** The bot's and the person's accounts as the channel names them. */
  botId: string;
  accountId: string;
  locale: string;
  timeZone: string;
}

/** How a person is called, and written to. */
export interface Known {
  name?: string;
  /** A mail address, or the name that they sign in with, which looks like one. */
  address?: string;
}

export interface Kept {
  /** False: the event is older than the last removal. */
  isInstalled: boolean;
  /** Work may be parked for the person because the channel let nothing through. */
  isBlocked: boolean;
}

/** The port of the store. Times given here are the channel's, so that events that arrive out of order are put in order. */
export interface ConversationStore {
  /**
   * Keeps the newest reference, and the name by which the channel calls the person where it gives one. An event older
   * than the last removal is ignored. When the person was heard of last is kept to the minute, but for one that
   * `installs` the bot.
   */
  keep(conversation: Conversation, at: Date, more?: { name?: string; installs?: boolean }): Promise<Kept>;
  find(person: Person): Promise<Conversation | undefined>;
  /** Deletes the reference. A removal older than the newest event is ignored: false. */
  remove(person: Person, at: Date): Promise<boolean>;
  /** What the channel calls the person; what is not named stays as it is. */
  know(person: Person, known: Known): Promise<void>;
  whoIs(person: Person): Promise<Known>;
  /** True once for an installation. */
  claimWelcome(person: Person, at: Date): Promise<boolean>;
}
