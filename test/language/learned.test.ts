import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nameOf, utterances, type Way } from '../../scripts/learn/learn.ts';

const all = utterances();

it.each<Way>(['intents', 'languages'])(
  'the weights of %s are of the corpus and lexicons as they are: npm run learn',
  (name) => {
    const file = readFileSync(new URL(`../../src/language/learned/${name}.bin`, import.meta.url));
    const { of } = JSON.parse(file.subarray(0, file.indexOf('\n')).toString()) as { of: string };
    expect(nameOf(all, name)).toBe(of);
  },
);
