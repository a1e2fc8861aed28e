import { join } from 'node:path';
import type { Bot } from './bot.ts';
import type { Result } from './figures.ts';
import { inflightFigures } from './inflight-figures.ts';
import { fill, helpTurns, measureMeanwhile, untilOver } from './phases.ts';
import { topFunctions } from './profile.ts';
import { openTown, type Town } from './town.ts';
import { verdict } from './verdict.ts';

export interface InflightOptions {
  /** How many forms are in flight. */
  forms: number;
  /** How long the backend takes for each, in milliseconds. */
  delayMs: number;
  /** How many "help" turns are measured, idle and meanwhile. */
  turns: number;
  /** An absolute folder for CPU profiles of the bot, which is a little slower then. */
  profileDir: string | undefined;
  /** Told how far it is. */
  say: (progress: string) => void;
}

/** Forms in flight against a slow backend, in one bot process; its peer is the same bot idle. */
export async function inflight(options: InflightOptions): Promise<Result> {
  const town = await openTown(options.delayMs);
  try {
    return await run(town, options);
  } finally {
    await town.close();
  }
}

async function run(town: Town, options: InflightOptions): Promise<Result> {
  const { forms, turns, say } = options;
  const { bot } = town;
  const people = Array.from({ length: forms }, (_, nth) => nth + 1);
  // Until what is hot is compiled: the idle bot would look slow else, and the ratio good.
  await helpTurns(town, { forms, turns: 2 * turns });
  const idle = { help: await helpTurns(town, options), memory: await bot.memory() };
  say(`${idle.help.length} turns of the idle bot are measured`);
  const filled = await profiled(bot, options, 'fill', () => fill(town, people));
  say(`${forms} forms are shown and submitted`);
  const meanwhile = await profiled(bot, options, 'meanwhile', () => measureMeanwhile(town, options, filled));
  say(`${meanwhile.help.length} turns are measured meanwhile`);
  await town.letGo();
  const helpAtTheEnd = await profiled(bot, options, 'settle', () => untilOver(town, people));
  say('the backend has answered all, and nothing is owed any more');
  const [told, counts, memoryAfter] = [await town.told(), await town.counts(), await bot.memory()];
  const figures = inflightFigures({
    idle,
    filled,
    meanwhile,
    helpAtTheEnd,
    told,
    counts,
    memoryAfter,
    ...options,
  });
  const complaints = bot
    .log()
    .split('\n')
    .filter((line) => line.includes('"level"')).length;
  return {
    figures: [
      ...figures,
      { name: "lines in the bot's log (warnings and worse)", value: complaints, unit: '' },
    ],
    findings: verdict(town, people, { told, counts, answers: filled.answers }),
  };
}

async function profiled<T>(
  bot: Bot,
  { profileDir, say }: InflightOptions,
  phase: string,
  work: () => Promise<T>,
): Promise<T> {
  if (profileDir === undefined) return work();
  const file = join(profileDir, `${phase}.cpuprofile`);
  const stop = await bot.profile(file);
  const result = await work();
  await stop();
  say(`the bot's own time in "${phase}" (${file}):\n${topFunctions(file)}`);
  return result;
}
