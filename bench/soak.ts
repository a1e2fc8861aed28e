import type { Result } from './figures.ts';
import { eachOf } from './resets.ts';
import { type Sample, soakFigures, soakFindings, soakSection } from './soak-figures.ts';
import { kindsOfTurn } from './turns/kinds.ts';
import { openPlace, type Place } from './turns/place.ts';
import { untilQuiet } from './turns/rounds.ts';

export interface SoakOptions {
  /** How many turns, about. It goes on where they are over before `fillMs`: half of them are counted, after both. */
  turns: number;
  /** Nothing is counted before: the members of a chat are kept for five minutes. Activities fill sooner, by number. */
  fillMs: number;
  /** Told how far it is. */
  say: (progress: string) => void;
}

/** So many people are in a turn at the same moment. */
const atOnce = 4;
/** How often memory and handles are looked at in so many turns. */
const steps = 20;
/** Below `RESET_LIMIT`, which is 5 in a day. */
const resetsEach = 4;

/** Mixed turns against one process of the built bot: whether its memory, handles and sockets stay as they are. */
export async function soak({ turns, fillMs, say }: SoakOptions): Promise<Result> {
  const place = await openPlace();
  try {
    const kinds = kindsOfTurn();
    const perStep = Math.max(1, Math.round(turns / steps / kinds.length / resetsEach));
    const samples: Sample[] = [];
    const begun = performance.now();
    let [met, otherwise] = [0, 0];
    while (samples.filter(({ counted }) => counted).length < steps / 2) {
      const counted = samples.length >= steps / 2 && performance.now() - begun >= fillMs;
      const theirs = Array.from({ length: perStep }, () => ++met);
      await eachOf(theirs, atOnce, async (nth) => {
        await place.ofBot(nth).install('add');
        for (let reset = 0; reset < resetsEach; reset += 1)
          for (const { run } of kinds) await run(place, nth).catch(() => (otherwise += 1));
      });
      await untilQuiet(place);
      const sample = { ...(await sampleOf(place, met * kinds.length * resetsEach)), counted };
      samples.push(sample);
      say(
        `${sample.turns} turns, heap ${(sample.heap / 1e6).toFixed(2)} MB, RSS ${(sample.rss / 1e6).toFixed(0)} MB`,
      );
    }
    const all = { samples, otherwise, kinds: kinds.map(({ name }) => name) };
    return { figures: soakFigures(all), findings: soakFindings(all), section: soakSection(all) };
  } finally {
    await place.close();
  }
}

async function sampleOf({ bot }: Pick<Place, 'bot'>, turns: number): Promise<Omit<Sample, 'counted'>> {
  const [{ heap, rss }, { resources, files, sockets }] = [await bot.memory(), await bot.open()];
  return { turns, heap, rss, resources, files, sockets };
}
