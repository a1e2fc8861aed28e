import { item, row, times } from '../report.ts';
import { memoryBar, type TurnRatio, type TurnsMeasured, turnRatios } from './turn-figures.ts';

/** What `turns` writes into `docs/performance.md`: ratios, because they are what another machine can be held against. */
export function turnsSection(measured: TurnsMeasured): string {
  const { memory, rounds } = measured;
  const ratios = turnRatios(measured);
  const others = turnRatios(measured, 'other');
  const bot = memory.bot.rss / memory.echo.rss;
  const lines = [
    `Medians of ${rounds.length} rounds; in brackets the least and the most of them. p50 and p99 are of all turns, until answered.`,
    '',
    row('turn', 'CPU to the echo', 'bar', 'reached', 'p50 to the echo', 'p99 to the echo'),
    row('---', '---', '---', '---', '---', '---'),
    ...ratios.map(ratioRow),
    row('memory (RSS)', times(bot), `${memoryBar}`, reached(bot, memoryBar), '', ''),
    '',
    ...ratios.map(({ kind }) => item(`${kind.name}: ${kind.contains}.`)),
  ];
  if (others.length === 0) return lines.join('\n');
  const other = memory.other && memory.other.rss / memory.echo.rss;
  return [
    ...lines,
    '',
    `In the same rounds, ${measured.otherIs}:`,
    '',
    row('turn', 'CPU to the echo', 'bar', 'reached', 'p50 to the echo', 'p99 to the echo'),
    row('---', '---', '---', '---', '---', '---'),
    ...others.map(ratioRow),
    ...(other ? [row('memory (RSS)', times(other), `${memoryBar}`, reached(other, memoryBar), '', '')] : []),
  ].join('\n');
}

const ratioRow = ({ kind: { name, bar }, cpu, p50Ms, p99Ms }: TurnRatio): string =>
  row(
    name,
    `${times(cpu.median)} (${times(cpu.least)} to ${times(cpu.most)})`,
    bar === undefined ? 'none' : String(bar),
    bar === undefined ? '' : reached(cpu.median, bar),
    times(p50Ms.its / p50Ms.echo),
    times(p99Ms.its / p99Ms.echo),
  );

const reached = (value: number, bar: number): string => (value <= bar ? 'yes' : '**no**');
