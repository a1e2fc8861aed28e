import { type Activity, CardFactory } from 'botbuilder';
import type { Card } from './cards/cards.ts';

/** A message that is one card. `summary` is what a notification and a screen reader's list of chats say. */
export function cardMessage(card: Card, summary: string): Partial<Activity> {
  return { type: 'message', attachments: [CardFactory.adaptiveCard(card)], summary };
}

/** The same, and a person who has looked away is told: in Teams an alert shows as a notification. */
export function alerting(message: Partial<Activity>): Partial<Activity> {
  return { ...message, channelData: { notification: { alert: true } } };
}
