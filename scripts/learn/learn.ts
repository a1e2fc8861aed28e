import { createHash } from 'node:crypto';
import { languages } from '../../src/language/catalogue.ts';
import { featuresOf } from '../../src/language/features.ts';
import type { Intent } from '../../src/language/intents.ts';
import { plainText } from '../../src/language/plain-text.ts';
import { tokensOf } from '../../src/language/tokens.ts';
import { inLanguage } from '../../src/language/vocabularies.ts';
import { corpusTags, readCorpus, type Utterance } from '../../test/language/corpus.ts';
import { examples } from '../../test/language/examples.ts';
import { learnWeights } from './svm.ts';
import { toldWords } from './told-words.ts';
import { weightsFile } from './weights-file.ts';

const rows = 65_536;
const cost = 2;
const epochs = 12;

/** What people must be understood by, whatever else was learned, counts as often as this. */
const anchorTimes = 3;

/** All languages at once: what one has learned of a loan word, the others know. */
export const utterances = (): Said[] => [
  ...corpusTags().flatMap((tag) => readCorpus(tag, 'tune').map((each) => said(each, tag))),
  ...Array.from({ length: anchorTimes }, anchors).flat(),
];

function anchors(): Said[] {
  const english = Object.entries(examples).flatMap(([intent, texts]) =>
    texts.map((text) => said({ intent: intent as Intent, text }, 'en')),
  );
  return [...english, ...languages.flatMap((tag) => toldWords(tag).map((each) => said(each, tag)))];
}

const said = ({ intent, text }: Pick<Utterance, 'intent' | 'text'>, tag: string): Said => ({
  intent,
  words: wordsOf(text, tag),
});

/** What was meant, and the words as the bot reads them. */
export interface Said {
  intent: Intent;
  words: string[];
}

function wordsOf(text: string, tag: string): string[] {
  const tokens = tokensOf(plainText(text));
  return inLanguage(tokens, tag)?.words() ?? tokens;
}

/** Of what the weights were learned: another text or another way of reading it gives another name. */
export function nameOf(all: Said[]): string {
  const hash = createHash('sha256');
  for (const { intent, words } of all) hash.update(`${intent}\0${featuresOf(words, rows).join()}\n`);
  return hash.update(JSON.stringify({ rows, cost, epochs })).digest('hex').slice(0, 16);
}

export function learn(all: Said[]): Buffer {
  const intents = [...new Set(all.map(({ intent }) => intent))].sort() as Intent[];
  const examples = all.map(({ intent, words }) => ({
    features: featuresOf(words, rows),
    label: intents.indexOf(intent),
  }));
  const weights = learnWeights(examples, { rows, labels: intents.length, cost, epochs });
  return weightsFile({ intents, rows, of: nameOf(all) }, weights);
}
