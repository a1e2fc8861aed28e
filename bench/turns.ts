import { join } from 'node:path';
import type { Result } from './figures.ts';
import { topFunctions, topParts } from './profile.ts';
import { type Kind, kindsOfTurn } from './turns/kinds.ts';
import { openPlace, type Place } from './turns/place.ts';
import { measure, measureRound, type Round, type Seats, untilQuiet } from './turns/rounds.ts';
import { turnFigures } from './turns/turn-figures.ts';
import { turnsSection } from './turns/turns-section.ts';

export interface TurnsOptions {
  /** How often all is measured anew. */
  rounds: number;
  /** How many people take each turn in a round. */
  people: number;
  /** Another program that is measured in the same rounds, and what it is. */
  other: { main: URL; is: string; isBot: boolean } | undefined;
  /** An absolute folder for CPU profiles of one more round, which is not counted. */
  profileDir: string | undefined;
  /** Told how far it is. */
  say: (progress: string) => void;
}

/** What turns of the built bot take, against turns of a bare echo with the same checks of the token. */
export async function turns(options: TurnsOptions): Promise<Result> {
  const place = await openPlace(options.other?.main);
  try {
    const seats: Seats = [{ who: 'bot', place, kinds: kindsOfTurn() }];
    if (place.other) seats.push({ who: 'other', place: place.other, kinds: kindsOfTurn() });
    return await run(seats, options);
  } finally {
    await place.close();
  }
}

async function run(
  seats: Seats,
  { rounds, people, other: second, profileDir, say }: TurnsOptions,
): Promise<Result> {
  const findings = new Set<string>();
  const measured: Round[] = [];
  let met = 0;
  const measureAnew = async () => {
    const theirs = Array.from({ length: people }, () => ++met);
    for (const { place } of seats) await introduce(place, theirs);
    return measureRound(seats, theirs, findings);
  };
  // Twice, not counted: until what is hot is compiled, of all alike.
  for (const _ of [1, 2]) await measureAnew();
  say(`${2 * people} turns of each kind are made, and not counted`);
  while (measured.length < rounds) {
    measured.push(await measureAnew());
    say(`round ${measured.length} of ${rounds}`);
  }
  const [{ place, kinds }, other] = seats;
  const memory = {
    bot: await place.bot.memory(),
    echo: await place.echo.memory(),
    // What is no bot is not built as one either: of its memory nothing follows.
    ...(other && second?.isBot && { other: await other.place.bot.memory() }),
  };
  if (profileDir !== undefined) {
    const theirs = Array.from({ length: people }, () => ++met);
    await introduce(place, theirs);
    for (const kind of kinds) say(await profiled(place, kind, theirs, profileDir));
  }
  const all = { kinds, rounds: measured, memory, otherIs: second?.is };
  return { figures: turnFigures(all), findings: [...findings], section: turnsSection(all) };
}

/** The people have the bot, and have written to it before. */
async function introduce(place: Place, people: number[]): Promise<void> {
  await place.signTokens(2 * people.length);
  for (const nth of people) {
    await place.ofBot(nth).install('add');
    await place.ofBot(nth).say('what is the PIN for');
  }
  await untilQuiet(place);
}

async function profiled(place: Place, kind: Kind, people: number[], folder: string): Promise<string> {
  const file = join(folder, `${kind.name.replace(/\W+/g, '-').replace(/^-|-$/g, '')}.cpuprofile`);
  const stop = await place.bot.profile(file);
  await measure({ who: 'bot', place, kinds: [] }, kind, people);
  await stop();
  return `the bot's own time in ${kind.name} (${file}):\n${topParts(file)}\n${topFunctions(file)}`;
}
