import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nameOf, utterances, type Way } from '../../scripts/learn/learn.ts';

const all = utterances();

it.each<Way>(['intents', 'alarm', 'languages'])(
  'the weights of %s are of the corpus and lexicons as they are: npm run learn',
  // All that is learned from is read once more.
  { timeout: 120_000 },
  (name) => {
    const file = readFileSync(new URL(`../../src/language/learned/${name}.bin`, import.meta.url));
    const end = file.indexOf('\n');
    const { of, rows, labels } = JSON.parse(file.subarray(0, end).toString());
    expect(file.length - end - 1).toBe(rows * labels.length);
    expect(nameOf(all, name)).toBe(of);
  },
);
