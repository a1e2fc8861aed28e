import type { Result } from './figures.ts';
import { kindsOfTurn } from './turns/kinds.ts';
import { openPlace, type Place } from './turns/place.ts';
import { measureRound, type Pair, untilQuiet } from './turns/rounds.ts';
import { turnFigures } from './turns/turn-figures.ts';

export interface TurnsOptions {
  /** How often all is measured anew. */
  rounds: number;
  /** How many people take each turn in a round. */
  people: number;
  /** Told how far it is. */
  say: (progress: string) => void;
}

/** What turns of the built bot take, against turns of a bare echo with the same checks of the token. */
export async function turns(options: TurnsOptions): Promise<Result> {
  const place = await openPlace();
  try {
    return await run(place, options);
  } finally {
    await place.close();
  }
}

async function run(place: Place, { rounds, people, say }: TurnsOptions): Promise<Result> {
  const kinds = kindsOfTurn();
  const findings = new Set<string>();
  const pairs: Pair[][] = [];
  // One more than is counted: until what is hot is compiled.
  for (let round = 0; round <= rounds; round += 1) {
    const theirs = Array.from({ length: people }, (_, nth) => round * people + nth + 1);
    await introduce(place, theirs);
    const measured = await measureRound(place, kinds, theirs, findings);
    if (round > 0) pairs.push(measured);
    say(`round ${round} of ${rounds}`);
  }
  const memory = { bot: await place.bot.memory(), echo: await place.echo.memory() };
  return { figures: turnFigures({ kinds, pairs, memory }), findings: [...findings] };
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
