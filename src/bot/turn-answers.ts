import type { InvokeResponse, TurnContext } from 'botbuilder';
import type { Connector } from './connector.ts';
import type { Reply } from './reply.ts';

/** The answer of an invoke that puts a card in the place of the one whose button was pressed. */
export function cardAnswer(reply: Reply): InvokeResponse {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: reply.card },
  };
}

/** Not waited for: it is there so that nobody stands in front of silence, and its failing changes nothing. */
export function showTyping(connector: Connector, { activity }: TurnContext): void {
  const { serviceUrl, conversation, recipient, from, channelId } = activity;
  const typing = { type: 'typing', channelId, from: recipient, recipient: from, conversation };
  void connector.send(serviceUrl, conversation.id, typing).catch(() => undefined);
}
