import type { TextKey } from '../language/catalogue.ts';
import type { Attempt, Person } from '../pin/attempt.ts';
import type { Place } from '../pin/person-check.ts';
import type { ResetParts } from '../pin/reset-parts.ts';
import type { DueWorkStore } from '../work/due-work.ts';
import type { Card, Cards, NoticeFacts, Reader } from './cards/cards.ts';

/** Who writes, from where, as far as a turn needs it. */
export interface Chat extends Place {
  person: Person;
  /** What they are answered in. */
  locale: string;
  /** That of their Teams, where they have written in another language. */
  teamsLocale?: string;
  timeZone: string;
  /** The activity's id: what is asked twice under it is answered once. */
  askedBy: string;
  /** The card whose button was pressed, where it was one. */
  cardId?: string;
  via?: 'execute' | 'submit';
}

/** What a turn answers with. */
export interface Reply {
  card: Card;
  summary: TextKey;
  /** What the card names, where no attempt does. */
  reference?: string;
  /** The attempt that the card shows: its card in the chat is remembered, and changed when the attempt does. */
  attempt?: Attempt;
  /** The language of the card, where it is not the chat's. */
  locale?: string;
  /** The offer that the card tells of: its card in the chat is remembered, and changed when it has arrived. */
  offer?: string;
  /** Due work keeps the card in the chat up to date. */
  isOwed?: boolean;
  /** Takes the place of the card whose button was pressed. */
  inPlace?: boolean;
}

export interface ReplyParts {
  cards: Cards;
  reset: ResetParts;
  dueWork: DueWorkStore;
}

export function noticeReply(parts: ReplyParts, reader: Reader, facts: NoticeFacts): Reply {
  return { card: parts.cards.notice(reader, facts), summary: 'summary.notice' };
}

/** The others wait until the leader joins. */
export function leaderReply(parts: ReplyParts, reader: Reader): Reply {
  return noticeReply(parts, reader, { name: 'leader', actions: ['reset', 'status', 'whatFor'] });
}
