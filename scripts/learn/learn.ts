import { createHash } from 'node:crypto';
import { featuresOf } from '../../src/language/features.ts';
import type { Intent } from '../../src/language/intents.ts';
import { plainText } from '../../src/language/plain-text.ts';
import { tokensOf } from '../../src/language/tokens.ts';
import { inLanguage } from '../../src/language/vocabularies.ts';
import { corpusTags, readCorpus, type Utterance } from '../../test/language/corpus.ts';
import { learnWeights } from './svm.ts';
import { weightsFile } from './weights-file.ts';

const rows = 65_536;
const cost = 2;
const epochs = 12;

/** All languages at once: what one has learned of a loan word, the others know. */
export const utterances = (): Said[] =>
  corpusTags().flatMap((tag) =>
    readCorpus(tag, 'tune').map((each) => ({ ...each, words: wordsOf(each.text, tag) })),
  );

/** An utterance, and its words as the bot reads them. */
export interface Said extends Utterance {
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
