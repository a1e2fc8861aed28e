/** `npm run learn`: learns from what people say, and writes src/language/learned/. */
import { writeFileSync } from 'node:fs';
import { learn, utterances, type Way } from './learn/learn.ts';

const all = utterances();
for (const name of ['languages', 'alarm', 'intents'] satisfies Way[])
  writeFileSync(new URL(`../src/language/learned/${name}.bin`, import.meta.url), learn(all, name));
console.log(`Learned from ${all.length} utterances`);
