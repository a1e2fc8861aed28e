import { setTimeout as delay } from 'node:timers/promises';
import { echo, type Kind } from './kinds.ts';
import type { Place } from './place.ts';

/** What turns of one kind took. */
export interface Block {
  /** Microseconds of the machine's cores a turn, of all threads, and with all that the turn still owed when it was answered. */
  cpuUs: number;
  /** Each turn, until it was answered, in milliseconds. */
  tookMs: number[];
}

/** One kind of turn and the echo, one right after the other. */
export interface Pair {
  kind: string;
  bot: Block;
  echo: Block;
}

/** How long the bot may take to do what it owes, in milliseconds. */
const patienceMs = 60_000;

/**
 * Each kind of turn of each person, and as many turns of the echo with it, in an order that chance decides: whatever slows
 * the machine down slows both.
 */
export async function measureRound(
  place: Place,
  kinds: Kind[],
  people: number[],
  findings: Set<string>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const kind of kinds) {
    const measureBot = () => measure(place, kind, people, findings);
    const measureEcho = () => measure(place, echo, people, findings);
    if (Math.random() < 0.5) {
      const bot = await measureBot();
      pairs.push({ kind: kind.name, bot, echo: await measureEcho() });
    } else {
      const echoed = await measureEcho();
      pairs.push({ kind: kind.name, bot: await measureBot(), echo: echoed });
    }
  }
  return pairs;
}

/** One after another, for a person at a time. */
async function measure(
  place: Place,
  kind: Kind,
  people: number[],
  findings: Set<string>,
): Promise<Block> {
  const program = kind === echo ? place.echo : place.bot;
  await place.signTokens(people.length);
  await place.requests();
  const tookMs: number[] = [];
  const beforeUs = await program.cpuUs();
  for (const nth of people) {
    const begunAt = performance.now();
    await kind.run(place, nth);
    tookMs.push(performance.now() - begunAt);
  }
  await untilQuiet(place);
  const cpuUs = (await program.cpuUs()) - beforeUs;
  for (const found of unexpected(kind, people.length, await place.requests())) findings.add(found);
  return { cpuUs: cpuUs / people.length, tookMs };
}

/** Until the bot owes nobody anything. */
export async function untilQuiet(place: Place): Promise<void> {
  const untilAt = performance.now() + patienceMs;
  while (!place.isQuiet()) {
    if (performance.now() > untilAt) throw new Error('the bot does not get done with what it owes');
    await delay(20);
  }
}

/** The turns did what they are said to do, no more and no less. */
export function unexpected(kind: Kind, turns: number, came: Record<string, number>): string[] {
  const names = new Set([...Object.keys(kind.requests), ...Object.keys(came)]);
  return [...names]
    .filter((name) => (came[name] ?? 0) !== (kind.requests[name] ?? 0) * turns)
    .map((name) => `${kind.name}: ${came[name] ?? 0} requests (${name}) came of ${turns} turns`);
}
