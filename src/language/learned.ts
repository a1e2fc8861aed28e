import { readFileSync } from 'node:fs';

/** What `npm run learn` made of the utterances to learn from: a linear classifier. */
export interface Learned<Label extends string> {
  labels: Label[];
  rows: number;
  /** The largest weight there is. */
  largest: number;
  /** Row by row, one for each label. */
  weights: Int8Array;
}

/** How strongly a message speaks for each label: above 0 for it, below 0 against it. */
export type Scores<Label> = ReadonlyMap<Label, number>;

/** A first line of JSON, then the weights as they are. */
export function readLearned<Label extends string>(name: 'intents' | 'languages' | 'alarm'): Learned<Label> {
  const file = readFileSync(new URL(`./learned/${name}.bin`, import.meta.url));
  const end = file.indexOf('\n');
  const about = JSON.parse(file.subarray(0, end).toString()) as Omit<Learned<Label>, 'weights'>;
  // Not copied: they are some megabytes.
  const weights = new Int8Array(file.buffer, file.byteOffset + end + 1, file.length - end - 1);
  return { ...about, weights };
}

/** The weights of all features, added up. */
export function scoresOf<Label extends string>(
  learned: Learned<Label>,
  features: readonly number[],
): Scores<Label> {
  const { labels, weights } = learned;
  const many = labels.length;
  const sums = new Float64Array(many);
  for (const feature of features) {
    const row = feature * many;
    for (let at = 0; at < many; at += 1) {
      const step = weights[row + at] ?? 0;
      // Small weights are many, and are kept with smaller steps than the few large ones.
      sums[at] = (sums[at] ?? 0) + step * Math.abs(step);
    }
  }
  // A long message has many features, and is no surer for it.
  const norm = learned.largest / 16_129 / Math.sqrt(features.length || 1);
  return new Map(labels.map((label, at) => [label, (sums[at] ?? 0) * norm]));
}
