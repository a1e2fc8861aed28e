import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange, Handler } from '../faults/proxy.ts';
import type { Moments } from './moments.ts';

/** How often a request about a change meets each kind of trouble; the rest goes through. */
const troubles: [number, (exchange: Exchange) => Promise<void>][] = [
  [0.05, async (exchange) => exchange.reset()],
  [
    0.05,
    async ({ forward, reset }) => {
      await forward();
      reset();
    },
  ],
  [0.04, async ({ answer }) => answer({ status: 503, headers: { 'content-type': 'text/html' }, body: '' })],
  [
    0.04,
    async ({ forward, answer }) => {
      await forward();
      answer({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' });
    },
  ],
  // Lands after its caller has gone, or late.
  [
    0.08,
    async ({ forward, answer, callerGone }) => {
      await Promise.race([callerGone, delay(3_000)]);
      answer(await forward());
    },
  ],
];

/**
 * What stands between the bots and the PIN service. Each request is noted, the moments around it are told, and some of
 * them meet trouble.
 */
export function weather(
  random: () => number,
  moments: Moments,
  note: (changeId: string, pin: string) => void,
): Handler {
  return async (exchange) => {
    if (exchange.method === 'PUT') {
      const { pin } = JSON.parse(exchange.body) as { pin: string };
      note(exchange.changeId, pin);
    }
    const arrival = exchange.method === 'PUT' ? 'a change arrives' : 'a question arrives';
    // What a dead bot sent gets lost, comes through, or comes late.
    if (await moments.come(arrival)) {
      const fate = random();
      if (fate < 0.4) return 'hit';
      if (fate < 0.7) await delay(3_000);
    }
    let dice = random();
    for (const [chance, trouble] of troubles) {
      dice -= chance;
      if (dice >= 0) continue;
      await trouble(exchange);
      return 'hit';
    }
    const answer = await exchange.forward();
    await moments.come('a change is answered');
    exchange.answer(answer);
    return 'passed';
  };
}
