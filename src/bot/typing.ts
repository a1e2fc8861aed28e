import type { TurnContext } from 'botbuilder';
import type { Timers } from '../work/lease.ts';
import type { Connector } from './connector.ts';

/**
 * Teams' rule is an answer or typing within two seconds. What is answered sooner needs no typing, and each request counts
 * against Teams' limit of them.
 */
export const typingAfterMs = 500;

export interface TypingParts {
  connector: Connector;
  /** Calls back after so long, unless what it returns is called before. */
  after: Timers['after'];
}

const waitingKey = Symbol('typing');

/** Shows typing where the turn has no answer by then. */
export function typeUnlessAnswered(parts: TypingParts, context: TurnContext): void {
  context.turnState.set(
    waitingKey,
    parts.after(typingAfterMs, () => showTyping(parts.connector, context)),
  );
}

/** The answer is on its way, or there is none: typing would come after it. */
export function noTyping({ turnState }: TurnContext): void {
  turnState.get<(() => void) | undefined>(waitingKey)?.();
}

/** Not waited for: its failing changes nothing. */
function showTyping(connector: Connector, { activity }: TurnContext): void {
  const { serviceUrl, conversation, recipient, from, channelId } = activity;
  const typing = { type: 'typing', channelId, from: recipient, recipient: from, conversation };
  void connector.send(serviceUrl, conversation.id, typing).catch(() => undefined);
}
