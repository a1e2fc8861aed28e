import { readFileSync } from 'node:fs';
import { featuresOf } from './features.ts';
import type { Intent } from './intents.ts';

/** How strongly a message speaks for each intent: above 0 for it, below 0 against it. */
export type Scores = ReadonlyMap<Intent, number>;

/** What `npm run learn` made of the utterances to tune on. */
export interface Learned {
  intents: Intent[];
  rows: number;
  /** The largest weight there is. */
  largest: number;
  /** Row by row, one for each intent. */
  weights: Int8Array;
}

/** A first line of JSON, then the weights as they are. */
export function readLearned(): Learned {
  const file = readFileSync(new URL('./learned.bin', import.meta.url));
  const end = file.indexOf('\n');
  const { intents, rows, largest } = JSON.parse(file.subarray(0, end).toString()) as Omit<Learned, 'weights'>;
  return { intents, rows, largest, weights: new Int8Array(file.subarray(end + 1)) };
}

/** Small weights are many, and are kept with smaller steps than the few large ones. */
export const weightOf = (step: number, largest: number): number => (step * Math.abs(step) * largest) / 16_129;

/** A linear classifier: the weights of all features, added up. */
export function scoresOf({ intents, rows, largest, weights }: Learned, tokens: readonly string[]): Scores {
  const features = featuresOf(tokens, rows);
  const sums = new Float64Array(intents.length);
  for (const feature of features)
    for (let at = 0; at < sums.length; at += 1)
      sums[at] = (sums[at] ?? 0) + weightOf(weights[feature * sums.length + at] ?? 0, largest);
  // A long message has many features, and is no surer for it.
  const norm = 1 / Math.sqrt(features.length);
  return new Map(intents.map((intent, at) => [intent, (sums[at] ?? 0) * norm]));
}
