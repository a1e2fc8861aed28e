import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf } from './bot.ts';
import { buildBot } from './built.ts';
import { startChild } from './child.ts';
import { type Figure, median, type Result } from './figures.ts';
import { row, times } from './report.ts';
import { echoFile, openSurroundings, type Surroundings } from './turns/place.ts';

export interface StartOptions {
  /** How often each is started. */
  pairs: number;
  /** Told how far it is. */
  say: (progress: string) => void;
}

/** The most time, as a ratio to the echo. */
const bar = 1.5;

/** What is started. The first time a bot has to compile itself, and to make its database. */
const starts = { echo: 'the echo', again: 'the bot, started before', first: 'the bot, the first time' };
type Start = keyof typeof starts;
export type Took = Record<Start, number>;

/** From the spawn of the built bot, with a registration, until it listens; against the bare echo. */
export async function start({ pairs, say }: StartOptions): Promise<Result> {
  const around = await openSurroundings();
  try {
    const bot = buildBot();
    const usedFolder = await newFolder(around);
    const begin = {
      echo: async () => timed(echoFile, around, around.folder),
      again: async () => timed(bot, around, usedFolder),
      first: async () => timed(bot, around, await newFolder(around)),
    };
    // Once, not counted: what the disk has to be asked for, and what the bot keeps of its own compiled code.
    for (const one of Object.values(begin)) await one();
    const took: Took[] = [];
    while (took.length < pairs) {
      const its: Took = { echo: 0, again: 0, first: 0 };
      const names = Object.keys(begin) as Start[];
      const turned = took.length % names.length;
      for (const name of [...names.slice(turned), ...names.slice(0, turned)]) its[name] = await begin[name]();
      took.push(its);
      say(`start ${took.length} of ${pairs}`);
    }
    return { figures: startFigures(took), findings: [], section: startSection(took) };
  } finally {
    await around.close();
  }
}

const newFolder = ({ folder }: Surroundings): Promise<string> => mkdtemp(join(folder, 'data-'));

/** Milliseconds until it says that it listens. */
async function timed(file: URL, around: Surroundings, dataDir: string): Promise<number> {
  const env = {
    ...around.registration.env,
    PORT: '0',
    DATA_DIR: dataDir,
    PIN_SERVICE_URL: around.pinServiceUrl,
  };
  const spawnedAt = performance.now();
  const child = startChild(file, { cwd: dataDir, env });
  await addressOf(child);
  const tookMs = performance.now() - spawnedAt;
  await child.end();
  return tookMs;
}

/** The median of the ratios of each round, not the ratio of medians: what slowed a round down slowed both. */
export const ratioTo = (took: Took[], which: Start): number =>
  median(took.map((its) => its[which] / its.echo));

export function startFigures(took: Took[]): Figure[] {
  const ratios = (['again', 'first'] as const).map((which) => ({
    name: `${starts[which]}: RATIO to the echo, ${bar} at most wanted`,
    value: ratioTo(took, which),
    unit: 'x',
  }));
  const medians = Object.entries(starts).map(([which, name]) => ({
    name: `${name}: from spawn to listening, median of ${took.length}`,
    value: median(took.map((its) => its[which as Start])),
    unit: 'ms',
  }));
  return [...ratios, ...medians];
}

function startSection(took: Took[]): string {
  const rows = (['again', 'first'] as const).map((which) => {
    const ratio = ratioTo(took, which);
    const all = took.map((its) => its[which] / its.echo);
    const range = `${times(Math.min(...all))} to ${times(Math.max(...all))}`;
    return row(starts[which], `${times(ratio)} (${range})`, String(bar), ratio <= bar ? 'yes' : '**no**');
  });
  return [
    `Medians of ${took.length} starts of each, interleaved; in brackets the least and the most.`,
    '',
    row('from spawn to listening', 'to the echo', 'bar', 'reached'),
    row('---', '---', '---', '---'),
    ...rows,
  ].join('\n');
}
