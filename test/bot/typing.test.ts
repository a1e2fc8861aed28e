import { ActivityTypes, TestAdapter, TurnContext } from 'botbuilder';
import { expect, it } from 'vitest';
import type { Connector } from '../../src/bot/connector.ts';
import { noTyping, typeUnlessAnswered, typingAfterMs } from '../../src/bot/typing.ts';
import type { ResetParts } from '../../src/pin/reset-parts.ts';

/** A turn, and a clock that the test moves. */
function turn(answer: 'sent' | 'fault' | 'late' = 'sent') {
  const sent: object[] = [];
  const taken = Promise.withResolvers<void>();
  const waiting = new Set<{ delayMs: number; call: () => void }>();
  const connector = {
    async send(serviceUrl: string, conversationId: string, activity: object) {
      sent.push({ serviceUrl, conversationId, activity });
      if (answer === 'fault') throw new Error('away');
      if (answer === 'late') await taken.promise;
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
  /** As `ResetParts` promises: nothing is left waiting once it is here. */
  const within = async <Value>(promise: Promise<Value>, delayMs: number): Promise<Value | undefined> => {
    const late = Promise.withResolvers<undefined>();
    const cancel = after(delayMs, () => late.resolve(undefined));
    return Promise.race([promise, late.promise]).finally(cancel);
  };
  typeUnlessAnswered({ connector, after, reset: { within } as unknown as ResetParts }, context);
  const passMs = (ms: number) => {
    for (const each of [...waiting]) if (each.delayMs <= ms && waiting.delete(each)) each.call();
  };
  return { context, sent, passMs, take: taken.resolve, waits: () => waiting.size };
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

it('nobody sees typing once there is an answer', async () => {
  const { context, sent, passMs, waits } = turn();
  await noTyping(context);
  expect(waits()).toBe(0);
  passMs(60_000);
  expect(sent).toEqual([]);
});

it('an answer waits for typing that is on its way, so as not to be overtaken by it', async () => {
  const { context, passMs, take, waits } = turn('late');
  passMs(typingAfterMs);
  let answered = false;
  const answer = noTyping(context).then(() => {
    answered = true;
  });
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  take();
  await answer;
  expect(waits()).toBe(0);
});

it('an answer does not wait for long where typing does not get through', async () => {
  const { context, passMs } = turn('late');
  passMs(typingAfterMs);
  const answer = noTyping(context);
  passMs(1_000);
  await expect(answer).resolves.toBeUndefined();
});

it('a turn that waits for nothing has none to end', async () => {
  await expect(noTyping(new TurnContext(new TestAdapter(), {} as never))).resolves.toBeUndefined();
});

it('typing that does not arrive changes nothing', async () => {
  const { context, sent, passMs } = turn('fault');
  passMs(typingAfterMs);
  await expect(noTyping(context)).resolves.toBeUndefined();
  expect(sent).toHaveLength(1);
});
