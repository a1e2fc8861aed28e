import type { TextArgs } from '../../language/catalogue.ts';
import type { Reader } from '../../language/formats.ts';
import type { DeskPhone, PinAccount } from '../../pin/backend.ts';
import type { PinPolicy } from '../../pin/policy.ts';
import type { NoticeName } from './notice-names.ts';

export type { Reader };

/**
 * An Adaptive Card as it goes on the wire. It shares nothing with the facts it was made from, and nobody changes it: whoever
 * is shown the same is given the same object.
 */
export interface Card {
  readonly type: 'AdaptiveCard';
  readonly [property: string]: unknown;
}

/** Why there is a form: a fresh one in the place of another, or because a PIN cannot be read back. */
export type FormNote = 'expired' | 'replaced' | 'readBack';

export interface FormFacts {
  attempt: string;
  round: number;
  reference: string;
  /** Absent when the backend has not told in time. */
  account?: PinAccount | undefined;
  policy: PinPolicy;
  /** Why the last submission was given back: codes of the rules or of the backend's contract. */
  broken: string[];
  /** For clients that do not send `Action.Execute`. */
  plainSubmit: boolean;
  again?: FormNote | undefined;
}

export interface WorkingFacts {
  /** The attempt's id. */
  attempt: string;
  reference: string;
  phase: 'working' | 'unknown' | 'unsettled';
}

export interface ChangedFacts {
  /** The attempt's id. */
  attempt: string;
  reference: string;
  changedAt: Date;
  /** A later change is in force. */
  superseded?: boolean | undefined;
  phoneNumber?: string | undefined;
  extension?: string | undefined;
  /** Absent when the backend cannot tell; empty when the person has none. */
  phones?: DeskPhone[] | undefined;
}

export interface NotChangedFacts {
  /** The attempt's id. */
  attempt: string;
  reference: string;
  /** A code of the contract, or of the bot; one that is not known is told as a general refusal. */
  code: string;
  retry: boolean;
}

export type NoFormReason =
  | 'user_not_found'
  | 'not_enabled'
  | 'account_disabled'
  | 'account_locked'
  | 'denied'
  | 'away'
  | 'store_down'
  | 'limit'
  | 'stranger'
  | 'unconfirmed';

export interface NoFormFacts {
  /** The attempt's id, where the person can say that it was not theirs. */
  attempt?: string | undefined;
  reference?: string | undefined;
  reason: NoFormReason;
  /** What the person had asked for; without it a form. */
  asked?: 'status';
  /** When there is a form again, where the person has reached the limit. */
  opensAt?: Date;
}

/** An attempt as a person is told of it who may not have made it. */
export interface ToldAttempt {
  /** Its id. */
  attempt: string;
  reference: string;
  became: 'changed' | 'underWay' | 'tried';
  at: Date;
}

export interface NotMeOfferFacts {
  /** The button is about the first. */
  told: ToldAttempt[];
}

/** A button that needs nothing but its name. */
export type PlainAction = 'reset' | 'whatFor' | 'help' | 'status' | 'phoneSteps' | 'rules' | 'leader';

/** `ticket` is left out where there is nobody to send one to. */
export type NoticeAction = PlainAction | 'ticket';

export interface NoticeFacts {
  name: NoticeName;
  /** For the text's places. A date is written as a time on the reader's clock, and other text is escaped. */
  args?: TextArgs | undefined;
  actions: NoticeAction[];
  /** A link to the private chat. */
  url?: string | undefined;
  /** A link of the bot's own that the text holds. */
  link?: string | undefined;
}

export interface ReminderFacts {
  /** The change's own id, a UUID. */
  change: string;
  reference: string;
  changedAt: Date;
  /** The next working morning. */
  laterMorning: Date;
  last: boolean;
}
