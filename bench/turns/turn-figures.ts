import type { Memory } from '../bot.ts';
import { type Figure, median, percentile } from '../figures.ts';
import type { Kind } from './kinds.ts';
import type { Block, Round, Who } from './rounds.ts';

/** The most memory, as a ratio of RSS to the echo. */
export const memoryBar = 1.2;

/** What was measured of one kind of turn, each number beside the echo's of the same moments. */
export interface TurnRatio {
  kind: Kind;
  /** Of the CPU time to the echo's, of each round. */
  cpu: { median: number; least: number; most: number };
  cpuUs: { its: number; echo: number };
  p50Ms: { its: number; echo: number };
  p99Ms: { its: number; echo: number };
}

export interface TurnsMeasured {
  kinds: Kind[];
  rounds: Round[];
  memory: { bot: Memory; echo: Memory; other?: Memory | undefined };
  otherIs?: string | undefined;
}

/** The ratio of each round, and then their median: a round that was disturbed counts once. Empty: `who` took no turns. */
export function turnRatios({ kinds, rounds }: TurnsMeasured, who: Who = 'bot'): TurnRatio[] {
  return kinds.flatMap((kind) => {
    const pairs = rounds.flatMap((round) => {
      const { [who]: its, echo } = round.get(kind.name) ?? {};
      return its && echo ? [{ its, echo }] : [];
    });
    return pairs.length === 0 ? [] : [ratioOf(kind, pairs)];
  });
}

function ratioOf(kind: Kind, pairs: { its: Block; echo: Block }[]): TurnRatio {
  const ratios = pairs.map(({ its, echo }) => its.cpuUs / echo.cpuUs);
  const both = (of: (blocks: Block[]) => number) => ({
    its: of(pairs.map(({ its }) => its)),
    echo: of(pairs.map(({ echo }) => echo)),
  });
  const took = (share: number) =>
    both((blocks) =>
      percentile(
        blocks.flatMap(({ tookMs }) => tookMs),
        share,
      ),
    );
  return {
    kind,
    cpu: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    cpuUs: both((blocks) => median(blocks.map(({ cpuUs }) => cpuUs))),
    p50Ms: took(0.5),
    p99Ms: took(0.99),
  };
}

export function turnFigures(measured: TurnsMeasured): Figure[] {
  const { bot, echo, other } = measured.memory;
  return [
    ...turnRatios(measured).flatMap((ratio) => figuresOf(ratio, '')),
    ...memoryFigures(bot, echo, ''),
    ...turnRatios(measured, 'other').flatMap((ratio) => figuresOf(ratio, 'the other: ')),
    ...(other ? memoryFigures(other, echo, 'the other: ') : []),
  ];
}

function figuresOf({ kind, cpu, cpuUs, p50Ms, p99Ms }: TurnRatio, whose: string): Figure[] {
  const name = `${whose}${kind.name}`;
  const wanted = kind.bar === undefined ? '' : `, ${kind.bar} at most wanted`;
  return [
    { name: `${name}: RATIO CPU to the echo, median of the rounds${wanted}`, value: cpu.median, unit: 'x' },
    { name: `${name}: the least of the rounds`, value: cpu.least, unit: 'x' },
    { name: `${name}: the most of the rounds`, value: cpu.most, unit: 'x' },
    { name: `${name}: CPU a turn`, value: cpuUs.its, unit: 'us' },
    { name: `${name}: CPU a turn of the echo meanwhile`, value: cpuUs.echo, unit: 'us' },
    { name: `${name}: p50`, value: p50Ms.its, unit: 'ms' },
    { name: `${name}: p50 of the echo meanwhile`, value: p50Ms.echo, unit: 'ms' },
    { name: `${name}: p99`, value: p99Ms.its, unit: 'ms' },
    { name: `${name}: p99 of the echo meanwhile`, value: p99Ms.echo, unit: 'ms' },
  ];
}

function memoryFigures(its: Memory, echo: Memory, whose: string): Figure[] {
  return [
    {
      name: `${whose}RATIO RSS to the echo, ${memoryBar} at most wanted`,
      value: its.rss / echo.rss,
      unit: 'x',
    },
    { name: `${whose}RSS`, value: its.rss / 1e6, unit: 'MB' },
    { name: 'RSS of the echo', value: echo.rss / 1e6, unit: 'MB' },
    { name: `${whose}RATIO heap to the echo, after a collection`, value: its.heap / echo.heap, unit: 'x' },
    { name: `${whose}heap after a collection`, value: its.heap / 1e6, unit: 'MB' },
    { name: 'heap of the echo after a collection', value: echo.heap / 1e6, unit: 'MB' },
  ];
}
