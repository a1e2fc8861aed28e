import { randomUUID } from 'node:crypto';

export interface Somebody {
  tenantId: string;
  userId: string;
  conversationId: string;
}

export const somebody = (userId: string): Somebody => ({
  tenantId: '5f1c6f0e-0d2e-4a3c-9b0a-6c1d3f5a7b90',
  userId,
  conversationId: `a:${userId}`,
});

/** Speaks to the bot as Teams does. Every call returns the HTTP answer. */
export function teams(
  endpoint: () => string,
  connectorUrl: string,
  who: Somebody,
  authorization?: () => Promise<string>,
) {
  const activity = (more: Record<string, unknown>) => ({
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: connectorUrl,
    from: { id: `29:${who.userId}`, name: 'Some Body', aadObjectId: who.userId },
    recipient: { id: '28:the-bot', name: 'PIN bot' },
    conversation: { id: who.conversationId, conversationType: 'personal', tenantId: who.tenantId },
    channelData: { tenant: { id: who.tenantId } },
    locale: 'en-US',
    localTimezone: 'America/New_York',
    ...more,
  });
  async function post(body: unknown) {
    const token = await authorization?.();
    const response = await fetch(`${endpoint()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, text, body: text === '' ? undefined : JSON.parse(text) };
  }
  return {
    activity,
    post,
    say: (text: string, more: Record<string, unknown> = {}) =>
      post(activity({ type: 'message', text, ...more })),
    /** `Action.Execute` on the card with this id. */
    execute: (cardId: string, data: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      post(
        activity({
          type: 'invoke',
          name: 'adaptiveCard/action',
          replyToId: cardId,
          value: { action: { type: 'Action.Execute', id: 'x', verb: data.do, data }, trigger: 'manual' },
          ...more,
        }),
      ),
    /** `Action.Submit`, as older mobiles send it. */
    submit: (cardId: string, data: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      post(activity({ type: 'message', replyToId: cardId, value: data, ...more })),
    install: (action: 'add' | 'remove', more: Record<string, unknown> = {}) =>
      post(activity({ type: 'installationUpdate', action, ...more })),
    becomesMember: (more: Record<string, unknown> = {}) =>
      post(activity({ type: 'conversationUpdate', membersAdded: [{ id: '28:the-bot' }], ...more })),
  };
}

/** The data of the first action of a card that does `what`. */
export function actionData(card: any, what: string): Record<string, any> {
  const actions: any[] = [];
  const walk = (node: any): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (node && typeof node === 'object') {
      if (typeof node.type === 'string' && node.type.startsWith('Action.')) actions.push(node);
      for (const [key, value] of Object.entries(node)) if (key !== 'fallback') walk(value);
    }
  };
  walk(card);
  const action = actions.find((each) => each.data?.do === what);
  if (!action) throw new Error(`the card has no action that does ${what}`);
  return action.data;
}
