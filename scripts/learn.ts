/** `npm run learn`: learns from the utterances to tune on, and writes src/language/learned.bin. */
import { writeFileSync } from 'node:fs';
import { learn, utterances } from './learn/learn.ts';

const all = utterances();
writeFileSync(new URL('../src/language/learned.bin', import.meta.url), learn(all));
console.log(`Learned from ${all.length} utterances`);
