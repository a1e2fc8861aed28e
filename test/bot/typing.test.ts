import { ActivityTypes, TestAdapter, TurnContext } from 'botbuilder';
import { expect, it } from 'vitest';
import type { Connector } from '../../src/bot/connector.ts';
import { noTyping, typeUnlessAnswered, typingAfterMs } from '../../src/bot/typing.ts';

/** A turn, and a clock that the test moves. */
function turn(answer: 'sent' | 'fault' = 'sent') {
  const sent: object[] = [];
  const waiting = new Set<{ delayMs: number; call: () => void }>();
  const connector = {
    async send(serviceUrl: string, conversationId: string, activity: object) {
      sent.push({ serviceUrl, conversationId, activity });
      if (answer === 'fault') throw new Error('away');
      return { kind: 'sent', id: undefined };
    },
  } as unknown as Connector;
  const activity = {
    type: ActivityTypes.Message,
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    conversation: { id: 'a:1' },
    from: { id: '29:robin' },
    recipient: { id: '28:bot' },
  };
  const context = new TurnContext(new TestAdapter(), activity as never);
  const after = (delayMs: number, call: () => void) => {
    const each = { delayMs, call };
    waiting.add(each);
    return () => void waiting.delete(each);
  };
  typeUnlessAnswered({ connector, after }, context);
  const passMs = (ms: number) => {
    for (const { delayMs, call } of waiting) if (delayMs <= ms) call();
  };
  return { context, sent, passMs };
}

it('typing shows in the chat of the turn where an answer takes its time, well within two seconds', () => {
  expect(typingAfterMs).toBeLessThan(1_000);
  const { sent, passMs } = turn();
  passMs(typingAfterMs - 1);
  expect(sent).toEqual([]);
  passMs(typingAfterMs);
  expect(sent).toEqual([
    {
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      conversationId: 'a:1',
      activity: expect.objectContaining({
        type: 'typing',
        from: { id: '28:bot' },
        recipient: { id: '29:robin' },
      }),
    },
  ]);
});

it('nobody sees typing once there is an answer', () => {
  const { context, sent, passMs } = turn();
  noTyping(context);
  passMs(60_000);
  expect(sent).toEqual([]);
});

it('a turn that waits for nothing has none to end', () => {
  expect(() => noTyping(new TurnContext(new TestAdapter(), {} as never))).not.toThrow();
});

it('typing that does not arrive changes nothing', async () => {
  const { sent, passMs } = turn('fault');
  passMs(typingAfterMs);
  await Promise.resolve();
  expect(sent).toHaveLength(1);
});
