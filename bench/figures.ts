/** One number of a benchmark, with what it is of. */
export interface Figure {
  name: string;
  value: number;
  /** `ms`, `s`, `MB`, `kB`, `per s`, `x` for a ratio, or what is counted. */
  unit: string;
}

/** What a benchmark found. */
export interface Result {
  figures: Figure[];
  /** What was lost, doubled or untrue: a sentence each. Numbers alone are never findings. */
  findings: string[];
  /** What is to stand in `docs/performance.md`, as Markdown. */
  section?: string;
}

/** The value that `share` (0.99) of the others do not exceed, by nearest rank. NaN where there are none. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value; of an even number, halfway between the two. NaN where there are none. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2;
}

/** One line a figure. */
export function table(figures: Figure[]): string {
  const numbers = figures.map(({ value }) => number(value));
  const width = Math.max(...numbers.map((text) => text.length));
  return figures
    .map(({ name, unit }, nth) => `${numbers[nth]?.padStart(width)} ${unit.padEnd(5)}  ${name}\n`)
    .join('');
}

function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
