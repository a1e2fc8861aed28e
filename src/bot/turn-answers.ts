import { type Activity, type InvokeResponse, TurnContext } from 'botbuilder';
import { SendFault } from './adapter.ts';
import type { Connector } from './connector.ts';
import type { Reply } from './reply.ts';

/** The answer of an invoke that puts a card in the place of the one whose button was pressed. */
export function cardAnswer(reply: Reply): InvokeResponse {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: reply.card },
  };
}

/**
 * Answers a turn with a new message, as botbuilder's context would; not through its chain of handlers, of which there are
 * none.
 *
 * @returns the message's id, where the channel has told it
 * @throws SendFault where it was not delivered
 */
export async function sendNew(
  connector: Connector,
  { activity }: TurnContext,
  message: Partial<Activity>,
): Promise<string | undefined> {
  const { serviceUrl, conversation } = activity;
  const addressed = TurnContext.applyConversationReference(
    { ...message },
    TurnContext.getConversationReference(activity),
  );
  const sent = await connector.send(serviceUrl, conversation.id, addressed);
  if (sent.kind !== 'sent') throw new SendFault(sent);
  return sent.id;
}
