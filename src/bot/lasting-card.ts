import type { TurnContext } from 'botbuilder';
import { sayIn } from '../language/catalogue.ts';
import { personKey } from '../pin/attempt.ts';
import type { Sent } from './connector.ts';
import type { DeliveryParts } from './deliver.ts';
import { cardMessage } from './messages.ts';
import type { Chat, Reply } from './reply.ts';

/** The answer of an invoke may not last: what no due work keeps up to date is also written into the chat. */
export function writeIntoChat(parts: DeliveryParts, context: TurnContext, chat: Chat, reply: Reply): void {
  const { connector, gate } = parts;
  const { serviceUrl, conversation } = context.activity;
  const cardId = chat.cardId;
  if (reply.attempt || reply.isOwed || cardId === undefined) return;
  const message = cardMessage(reply.card, sayIn(chat.locale)(reply.summary));
  const update = () => connector.update(serviceUrl, conversation.id, cardId, message);
  void gate.clear(personKey(chat.person)).then(() => untilSent(parts, update));
}

/** A few times: should it fail, the answer that stands in the chat may revert to the card before it, no more. */
async function untilSent(parts: DeliveryParts, send: () => Promise<Sent>): Promise<void> {
  for (const delayMs of [500, 2_000, 8_000, 0]) {
    const sent = await send();
    if (sent.kind !== 'later') return;
    if (delayMs === 0) parts.log.warn({ sent: sent.kind }, 'card not updated');
    else await parts.reset.after(sent.afterMs ?? delayMs);
  }
}
