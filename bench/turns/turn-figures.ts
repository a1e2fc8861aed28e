import type { Memory } from '../bot.ts';
import { type Figure, median, percentile } from '../figures.ts';
import type { Kind } from './kinds.ts';
import type { Pair } from './rounds.ts';

/** What was measured of one kind of turn, each number beside the echo's of the same moments. */
export interface TurnRatio {
  kind: Kind;
  /** Of the CPU time to the echo's, of each round. */
  cpu: { median: number; least: number; most: number };
  cpuUs: { bot: number; echo: number };
  p50Ms: { bot: number; echo: number };
  p99Ms: { bot: number; echo: number };
}

export interface TurnsMeasured {
  kinds: Kind[];
  /** Of each round. */
  pairs: Pair[][];
  memory: { bot: Memory; echo: Memory };
}

export function turnRatios({ kinds, pairs }: TurnsMeasured): TurnRatio[] {
  return kinds.map((kind) => {
    const its = pairs.flat().filter((pair) => pair.kind === kind.name);
    const ratios = its.map(({ bot, echo }) => bot.cpuUs / echo.cpuUs);
    const of = (who: 'bot' | 'echo') => ({
      cpuUs: median(its.map((pair) => pair[who].cpuUs)),
      tookMs: its.flatMap((pair) => pair[who].tookMs),
    });
    const [bot, echo] = [of('bot'), of('echo')];
    const took = (share: number) => ({
      bot: percentile(bot.tookMs, share),
      echo: percentile(echo.tookMs, share),
    });
    return {
      kind,
      cpu: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
      cpuUs: { bot: bot.cpuUs, echo: echo.cpuUs },
      p50Ms: took(0.5),
      p99Ms: took(0.99),
    };
  });
}

export function turnFigures(measured: TurnsMeasured): Figure[] {
  return [...turnRatios(measured).flatMap(figuresOf), ...memoryFigures(measured.memory)];
}

function figuresOf({ kind: { name, bar }, cpu, cpuUs, p50Ms, p99Ms }: TurnRatio): Figure[] {
  const wanted = bar === undefined ? '' : `, ${bar} at most wanted`;
  return [
    { name: `${name}: RATIO CPU to the echo, median of the rounds${wanted}`, value: cpu.median, unit: 'x' },
    { name: `${name}: the least of the rounds`, value: cpu.least, unit: 'x' },
    { name: `${name}: the most of the rounds`, value: cpu.most, unit: 'x' },
    { name: `${name}: CPU a turn`, value: cpuUs.bot, unit: 'us' },
    { name: `${name}: CPU a turn of the echo meanwhile`, value: cpuUs.echo, unit: 'us' },
    { name: `${name}: p50`, value: p50Ms.bot, unit: 'ms' },
    { name: `${name}: p50 of the echo meanwhile`, value: p50Ms.echo, unit: 'ms' },
    { name: `${name}: p99`, value: p99Ms.bot, unit: 'ms' },
    { name: `${name}: p99 of the echo meanwhile`, value: p99Ms.echo, unit: 'ms' },
  ];
}

function memoryFigures({ bot, echo }: TurnsMeasured['memory']): Figure[] {
  return [
    { name: 'RATIO RSS to the echo, 1.2 at most wanted', value: bot.rss / echo.rss, unit: 'x' },
    { name: 'RSS', value: bot.rss / 1e6, unit: 'MB' },
    { name: 'RSS of the echo', value: echo.rss / 1e6, unit: 'MB' },
    { name: 'RATIO heap to the echo, after a collection', value: bot.heap / echo.heap, unit: 'x' },
    { name: 'heap after a collection', value: bot.heap / 1e6, unit: 'MB' },
    { name: 'heap of the echo after a collection', value: echo.heap / 1e6, unit: 'MB' },
  ];
}
