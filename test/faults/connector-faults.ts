import type { Failure } from '../flow/connector.ts';
import type { Until } from './backend-faults.ts';

export interface ConnectorFault {
  name: string;
  until: Until;
  /** The first message that it befalls. */
  on: 'changed' | 'reminder';
  failure: Failure;
  /** The card to update is no longer in the chat: every update fails for good, and nothing else. */
  cardGone?: boolean;
  /** How many of the messages a person may end with: a new message whose receipt was lost is sent once more. */
  most?: number;
}

const blocked = (status: number, code: string): Pick<ConnectorFault, 'failure' | 'until'> => ({
  failure: { status, code },
  until: 'person writes again',
});

const retryAfter: Failure = { status: 429, headers: { 'retry-after': '1' } };

const outcome: Omit<ConnectorFault, 'on'>[] = [
  { name: '412', until: 'once', failure: 412 },
  { name: '429 with Retry-After', until: 'once', failure: retryAfter },
  { name: '500', until: 'once', failure: 500 },
  { name: '502', until: 'once', failure: 502 },
  { name: '503', until: 'once', failure: 503 },
  { name: '504', until: 'once', failure: 504 },
  { name: 'hangs', until: 'once', failure: { breaks: 'hang', taken: false } },
  { name: 'hangs after the card is changed', until: 'once', failure: { breaks: 'hang', taken: true } },
  { name: 'connection reset', until: 'once', failure: { breaks: 'reset', taken: false } },
  {
    name: 'connection reset after the card is changed',
    until: 'once',
    failure: { breaks: 'reset', taken: true },
  },
  { name: '403 `BotNotInConversationRoster`', ...blocked(403, 'BotNotInConversationRoster') },
  { name: '403 `ConversationBlockedByUser`', ...blocked(403, 'ConversationBlockedByUser') },
  { name: '403 `BotDisabledByAdmin`', ...blocked(403, 'BotDisabledByAdmin') },
  { name: '404 `ConversationNotFound`', ...blocked(404, 'ConversationNotFound') },
  {
    name: '404 for the update: the card is no longer in the chat',
    until: 'for good',
    failure: { status: 404, code: 'ActivityNotFoundInConversation' },
    cardGone: true,
  },
];

const reminder: Omit<ConnectorFault, 'on'>[] = [
  { name: 'the reminder: 412', until: 'once', failure: 412 },
  { name: 'the reminder: 429 with Retry-After', until: 'once', failure: retryAfter },
  { name: 'the reminder: 503', until: 'once', failure: 503 },
  {
    name: 'the reminder: connection reset before it is in the chat',
    until: 'once',
    failure: { breaks: 'reset', taken: false },
  },
  {
    name: 'the reminder: connection reset after it is in the chat',
    until: 'once',
    failure: { breaks: 'reset', taken: true },
    most: 2,
  },
  {
    name: 'the reminder: hangs after it is in the chat',
    until: 'once',
    failure: { breaks: 'hang', taken: true },
    most: 2,
  },
  { name: 'the reminder: 403 `ConversationBlockedByUser`', ...blocked(403, 'ConversationBlockedByUser') },
  { name: 'the reminder: 404 `ConversationNotFound`', ...blocked(404, 'ConversationNotFound') },
];

export const connectorFaults: ConnectorFault[] = [
  ...outcome.map((fault) => ({ ...fault, on: 'changed' as const })),
  ...reminder.map((fault) => ({ ...fault, on: 'reminder' as const })),
];
