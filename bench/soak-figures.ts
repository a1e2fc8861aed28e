import type { Memory, Open } from './bot.ts';
import type { Figure } from './figures.ts';
import { fitSlope, rises, type Slope } from './fit.ts';
import { row } from './report.ts';

/** How it stood after so many turns, with nothing owed to anybody. */
export interface Sample extends Memory, Open {
  turns: number;
  /** Whether what is hot was compiled, and what is kept for minutes had filled, before the turns that led to it. */
  counted: boolean;
}

export interface SoakMeasured {
  samples: Sample[];
  /** Turns that were answered in another way than on a quick machine: an outcome that was not known in time, say. */
  otherwise: number;
  /** The turns that were mixed, in equal parts. */
  kinds: string[];
}

const of = {
  heap: { name: 'heap after a collection', unit: 'kB', perUnit: 1e3 },
  rss: { name: 'RSS', unit: 'kB', perUnit: 1e3 },
  resources: { name: 'open handles and requests of Node', unit: '', perUnit: 1 },
  files: { name: 'open descriptors', unit: '', perUnit: 1 },
  sockets: { name: 'open sockets', unit: '', perUnit: 1 },
};
type What = keyof typeof of;
const whats = Object.keys(of) as What[];

const countedOf = (samples: Sample[]): Sample[] => samples.filter(({ counted }) => counted);

/** How one thing rises in 1,000 turns, in its unit. */
export function slopeOf(samples: Sample[], what: What): Slope {
  const points = countedOf(samples).map((sample) => ({
    x: sample.turns / 1_000,
    y: sample[what] / of[what].perUnit,
  }));
  return fitSlope(points);
}

/** Of the first counted sample there is the state, not what led to it. */
const countedTurns = (samples: Sample[]): number =>
  (samples.at(-1)?.turns ?? 0) - (countedOf(samples)[0]?.turns ?? 0);

export function soakFigures({ samples, otherwise }: SoakMeasured): Figure[] {
  const last = samples.at(-1);
  return [
    { name: 'turns', value: last?.turns ?? 0, unit: '' },
    { name: 'of them counted', value: countedTurns(samples), unit: '' },
    { name: 'of them answered otherwise than with what was asked for at once', value: otherwise, unit: '' },
    ...whats.flatMap((what) => {
      const { name, unit, perUnit } = of[what];
      const { slope, error } = slopeOf(samples, what);
      return [
        { name: `${name}, in the end`, value: Math.round((last?.[what] ?? Number.NaN) / perUnit), unit },
        { name: `${name}, slope in 1,000 turns`, value: slope, unit },
        { name: `${name}, standard error of the slope`, value: error, unit },
      ];
    }),
  ];
}

/** RSS is none: the system gives and takes it in its own time, and what is held is the heap. */
export const soakFindings = ({ samples }: SoakMeasured): string[] =>
  whats
    .filter((what) => what !== 'rss' && rises(slopeOf(samples, what)))
    .map((what) => `${of[what].name}: rises by more than two standard errors`);

export function soakSection({ samples, kinds }: SoakMeasured): string {
  const [first, last] = [countedOf(samples)[0], samples.at(-1)];
  const rows = whats.map((what) => {
    const slope = slopeOf(samples, what);
    const share = (value: number): string =>
      `${((100 * value) / ((first?.[what] ?? 0) / of[what].perUnit)).toFixed(3)} %`;
    return row(
      of[what].name,
      `${share(slope.slope)} ± ${share(slope.error)}`,
      ((last?.[what] ?? 0) / (first?.[what] ?? 0)).toFixed(3),
      rises(slope) ? '**no**' : 'yes',
    );
  });
  return [
    `${last?.turns} turns, as many of each: ${kinds.join(', ')}.`,
    `The last ${countedTurns(samples)} are counted. The slope is that of the line by least squares, with its standard`,
    'error, in percent of where the line begins; flat is what does not rise by more than two of them.',
    '',
    row('', 'slope in 1,000 turns', 'end to begin', 'flat'),
    row('---', '---', '---', '---'),
    ...rows,
  ].join('\n');
}
