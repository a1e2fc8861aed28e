import type { TurnContext } from 'botbuilder';
import type { ResetParts } from '../pin/reset-parts.ts';
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
  reset: ResetParts;
}

/** So long an answer is held back at most where typing is on its way, and might overtake it. */
const overtakingMs = 1_000;

const waitingKey = Symbol('typing');

/** Shows typing where the turn has no answer by then. */
export function typeUnlessAnswered({ connector, after, reset }: TypingParts, context: TurnContext): void {
  let shown: Promise<void> | undefined;
  const cancel = after(typingAfterMs, () => {
    shown = showTyping(connector, context);
  });
  const end = async (): Promise<void> => {
    cancel();
    if (shown) await reset.within(shown, overtakingMs);
    shown = undefined;
  };
  context.turnState.set(waitingKey, end);
}

/** An answer is next, or there is none: no typing comes after it. */
export async function noTyping({ turnState }: TurnContext): Promise<void> {
  await turnState.get<(() => Promise<void>) | undefined>(waitingKey)?.();
}

/** Its failing changes nothing. */
async function showTyping(connector: Connector, { activity }: TurnContext): Promise<void> {
  const { serviceUrl, conversation, recipient, from, channelId } = activity;
  const typing = { type: 'typing', channelId, from: recipient, recipient: from, conversation };
  await connector.send(serviceUrl, conversation.id, typing).catch(() => undefined);
}
