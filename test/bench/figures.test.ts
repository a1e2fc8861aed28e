import { describe, expect, it } from 'vitest';
import { fitSlope, rises } from '../../bench/fit.ts';
import { item, withSection } from '../../bench/report.ts';
import { type Sample, slopeOf, soakFindings } from '../../bench/soak-figures.ts';
import { ratioTo } from '../../bench/start.ts';
import type { Kind } from '../../bench/turns/kinds.ts';
import { type Round, unexpected } from '../../bench/turns/rounds.ts';
import { turnRatios } from '../../bench/turns/turn-figures.ts';

const points = (...ys: number[]) => ys.map((y, x) => ({ x, y }));

describe('the slope of a line', () => {
  it('is that of the points where they lie on it, without an error', () => {
    expect(fitSlope(points(1, 3, 5, 7))).toEqual({ slope: 2, error: 0 });
  });

  it('has the standard error that least squares give it', () => {
    // By hand: mean 2.2, spread 10, slope 9/10, residuals squared 2.7, error sqrt(2.7 / 3 / 10).
    const { slope, error } = fitSlope(points(1, 1, 1, 4, 4));
    expect(slope).toBeCloseTo(0.9, 10);
    expect(error).toBeCloseTo(0.3, 10);
  });

  it('has no error to tell of two points', () => {
    expect(fitSlope(points(1, 2)).error).toBeNaN();
  });

  it.each([
    ['a line that rises', points(1, 2, 3, 4.1), true],
    ['one that stays', points(5, 5, 5, 5), false],
    ['one that falls', points(4, 3, 2, 1), false],
    ['noise', points(1, 9, 2, 8, 3), false],
  ])('of %s', (_, its, is) => {
    expect(rises(fitSlope(its))).toBe(is);
  });
});

describe('soak', () => {
  const stood = (sockets: (nth: number) => number): Sample[] =>
    Array.from({ length: 20 }, (_, nth) => ({
      turns: (nth + 1) * 500,
      counted: nth >= 5,
      heap: nth < 5 ? 10e6 * nth : 60e6,
      rss: 1e8 + nth * 1e6,
      resources: 12,
      files: 30,
      sockets: sockets(nth),
    }));
  const measured = (sockets: (nth: number) => number) => ({
    samples: stood(sockets),
    otherwise: 0,
    kinds: [],
  });

  it('does not count what fills at the beginning, and leaves RSS to the reader', () => {
    expect(soakFindings(measured(() => 8))).toEqual([]);
    expect(
      slopeOf(
        stood(() => 8),
        'rss',
      ).slope,
    ).toBeCloseTo(2_000, 6);
  });

  it('finds sockets that are not closed', () => {
    expect(soakFindings(measured((nth) => 8 + nth))).toEqual([
      'open sockets: rises by more than two standard errors',
    ]);
  });
});

describe('the ratio to the echo', () => {
  const kind: Kind = { name: 'help', contains: '', requests: { message: 1 }, run: async () => {} };
  const round = (bot: number, echo: number): Round =>
    new Map([['help', { bot: { cpuUs: bot, tookMs: [bot] }, echo: { cpuUs: echo, tookMs: [echo] } }]]);
  const memory = { bot: { rss: 1, heap: 1 }, echo: { rss: 1, heap: 1 } };

  it('is the median of the rounds’ own ratios, so that a slow moment counts once', () => {
    // All medians' ratio would be 30 / 20.
    const rounds = [round(10, 20), round(30, 10), round(40, 80)];
    const [ratio] = turnRatios({ kinds: [kind], rounds, memory });
    expect(ratio?.cpu).toEqual({ median: 0.5, least: 0.5, most: 3 });
    expect(ratio?.cpuUs).toEqual({ its: 30, echo: 20 });
    expect(ratio?.p99Ms).toEqual({ its: 40, echo: 80 });
  });

  it('is none of a build that was not there', () => {
    expect(turnRatios({ kinds: [kind], rounds: [round(1, 2)], memory }, 'other')).toEqual([]);
  });

  it('of a start is the median of the pairs', () => {
    const took = [1, 2, 9].map((again) => ({ echo: 2, again, first: 4 }));
    expect(ratioTo(took, 'again')).toBe(1);
    expect(ratioTo(took, 'first')).toBe(2);
  });

  it('is told of turns that did something else than they are said to do', () => {
    expect(unexpected(kind, 3, { message: 3 })).toEqual([]);
    expect(unexpected(kind, 3, { message: 2, typing: 1 })).toEqual([
      'help: 2 requests (message) came of 3 turns',
      'help: 1 requests (typing) came of 3 turns',
    ]);
    expect(unexpected({ ...kind, mayType: true }, 3, { message: 3, typing: 1 })).toEqual([]);
  });
});

describe('what a benchmark writes', () => {
  const place = '<!-- soak: written by the benchmark -->\nold\n<!-- end of soak -->';

  it('stands in its own place, and nothing else is touched', () => {
    expect(withSection(`# A\n${place}\nafter\n`, 'soak', 'new')).toBe(
      '# A\n<!-- soak: written by the benchmark -->\n\nnew\n\n<!-- end of soak -->\nafter\n',
    );
  });

  it('keeps to the columns of the documents', () => {
    const lines = item(`${'word '.repeat(50)}end`).split('\n');
    expect(lines.every((line) => line.length <= 120)).toBe(true);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toBe(`- ${'word '.repeat(50)}end`);
  });

  it('is refused where it has no place', () => {
    expect(() => withSection(place, 'start', 'new')).toThrow('no place for start');
  });
});
