import { setTimeout as delay } from 'node:timers/promises';
import { echo, type Kind } from './kinds.ts';
import type { Place } from './place.ts';

/** Who is measured. `other` is another program. */
export type Who = 'bot' | 'echo' | 'other';

/** What turns of one kind took. */
export interface Block {
  /**
   * Microseconds of the machine's cores a turn, of all threads, and with all that the turn still owed when it was
   * answered.
   */
  cpuUs: number;
  /** Each turn, until it was answered, in milliseconds. */
  tookMs: number[];
}

/** By the name of a kind of turn: its turns, and the echo's of the same moments. */
export type Round = Map<string, Partial<Record<Who, Block>>>;

/** A build of the bot with the turns that it takes: those have a memory of what was sent before. */
export interface Seat {
  who: Exclude<Who, 'echo'>;
  place: Place;
  kinds: Kind[];
}

/** The bot's, and that of another program where there is one. */
export type Seats = [Seat, ...Seat[]];

/** How long the bot may take to do what it owes, in milliseconds. */
const patienceMs = 60_000;

/**
 * Each kind of turn of each person, and as many turns of the echo with it, in an order that chance decides: whatever
 * slows the machine down slows both.
 */
export async function measureRound(seats: Seats, people: number[], findings: Set<string>): Promise<Round> {
  const round: Round = new Map();
  const [first] = seats;
  for (const [nth, { name }] of first.kinds.entries()) {
    const blocks: Partial<Record<Who, Block>> = {};
    const take = async ({ who, seat, kind }: { who: Who; seat: Seat; kind: Kind }) => {
      const { block, came } = await measure(seat, kind, people);
      blocks[who] = block;
      // What another program asks the connector for is its own affair.
      if (who !== 'other') for (const found of unexpected(kind, people.length, came)) findings.add(found);
    };
    const works: (() => Promise<void>)[] = seats.map((seat) => async () => {
      const kind = seat.kinds[nth];
      if (kind) await take({ who: seat.who, seat, kind });
    });
    works.push(() => take({ who: 'echo', seat: first, kind: echo }));
    for (const work of shuffled(works)) await work();
    round.set(name, blocks);
  }
  return round;
}

const shuffled = <T>(values: T[]): T[] =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** One after another, for a person at a time. */
export async function measure({ place }: Seat, kind: Kind, people: number[]) {
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
  const cpuUs = ((await program.cpuUs()) - beforeUs) / people.length;
  return { block: { cpuUs, tookMs }, came: await place.requests() };
}

/** Until the bot owes nobody anything. */
export async function untilQuiet(place: Pick<Place, 'isQuiet'>): Promise<void> {
  const untilAt = performance.now() + patienceMs;
  while (!place.isQuiet()) {
    if (performance.now() > untilAt) throw new Error('the bot does not get done with what it owes');
    await delay(20);
  }
}

/** The turns did what they are said to do, no more and no less. */
export function unexpected(kind: Kind, turns: number, came: Record<string, number>): string[] {
  const names = new Set([...Object.keys(kind.requests), ...Object.keys(came)]);
  if (kind.mayType) names.delete('typing');
  return [...names]
    .filter((name) => (came[name] ?? 0) !== (kind.requests[name] ?? 0) * turns)
    .map((name) => `${kind.name}: ${came[name] ?? 0} requests (${name}) came of ${turns} turns`);
}
