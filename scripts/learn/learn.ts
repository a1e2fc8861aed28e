import { createHash } from 'node:crypto';
import { languages, sayIn } from '../../src/language/catalogue.ts';
import { lettersAndWords, lettersOf, meaningsAlone } from '../../src/language/features.ts';
import type { Intent } from '../../src/language/intents.ts';
import { plainText } from '../../src/language/plain-text.ts';
import { readIn } from '../../src/language/reading.ts';
import { tokensOf } from '../../src/language/tokens.ts';
import { corpusTags, readCorpus } from '../../test/language/corpus.ts';
import { examples } from '../../test/language/examples.ts';
import { rewordingsOf } from '../../test/language/nearness.ts';
import { textsOf } from '../languages/files.ts';
import { type Example, learnWeights } from './svm.ts';
import { commandWords, toldWords } from './told-words.ts';
import { weightsFile } from './weights-file.ts';

/** What somebody wrote in a language, and what they meant. */
export interface Said {
  intent: Intent;
  text: string;
  tag: string;
}

/** What people must be understood by, whatever else was learned, counts as often as this. */
const anchorTimes = 8;

/** All languages at once: what words mean is the same in all, so that each learns from the others. */
export const utterances = (): Said[] => [
  ...corpusTags().flatMap((tag) => readCorpus(tag, 'tune').map((each) => ({ ...each, tag }))),
  ...Array.from({ length: anchorTimes }, anchors).flat(),
];

function anchors(): Said[] {
  const english = Object.entries(examples).flatMap(([intent, texts]) =>
    texts.map((text) => ({ intent: intent as Intent, text, tag: 'en' })),
  );
  const told = languages.flatMap((tag) =>
    [...toldWords(tag), ...commandWords(tag)].map(({ intent, text }) => ({ intent, text, tag })),
  );
  return [...english, ...told];
}

/** A text in a language, and what is to be learned of it. */
interface Labelled {
  label: string;
  text: string;
  tag: string;
}

interface LearnedWay {
  rows: number;
  labelled(all: Said[]): Labelled[];
  /** What is learned of a text: once by all that it shows, and once by each part of it. */
  views(labelled: Labelled, rows: number): number[][];
}

/** Also by its letters alone and by what it means alone: neither is leaned on where the other tells little. */
function viewsOf({ text, tag }: Labelled, rows: number): number[][] {
  const { tokens, meanings } = readIn(tag, tokensOf(plainText(text)));
  const [letters, concepts] = [lettersAndWords(tokens, rows), meaningsAlone(meanings, rows)];
  return [[...new Set([...letters, ...concepts])], letters, concepts];
}

/**
 * Whether a text is an alarm, by all that are wishes and by utterances of its own. A text that is one there was a wish
 * before it was told apart, and none is a rewording of one that is kept.
 */
function alarms(all: Said[]): Labelled[] {
  const own = corpusTags().flatMap((tag) => readCorpus(tag, 'alarm.tune').map((each) => ({ ...each, tag })));
  const kept = corpusTags().flatMap((tag) =>
    rewordingsOf(
      readCorpus(tag, 'alarm.kept'),
      all.filter((each) => each.tag === tag).map((each) => ({ ...each, family: '' })),
    ),
  );
  const taken = new Set([...own.map(({ text }) => text), ...kept.map(({ utterance }) => utterance.text)]);
  const told = languages.map((tag) => ({ intent: 'notMe' as const, text: sayIn(tag)('action.notMe'), tag }));
  return [...all.filter(({ text }) => !taken.has(text)), ...own, ...Array(anchorTimes).fill(told).flat()].map(
    ({ intent, text, tag }) => ({ label: intent === 'notMe' ? 'notMe' : 'wish', text, tag }),
  );
}

const ways = {
  intents: {
    rows: 262_144,
    labelled: (all) => all.map(({ intent, text, tag }) => ({ label: intent, text, tag })),
    views: viewsOf,
  },
  alarm: {
    rows: 65_536,
    labelled: alarms,
    views: viewsOf,
  },
  languages: {
    rows: 16_384,
    labelled: (all) =>
      [...all, ...languages.flatMap(sayings)].map(({ text, tag }) => ({ label: tag, text, tag })),
    views: ({ text }, rows) => [lettersOf(tokensOf(plainText(text)), rows)],
  },
} as const satisfies Record<string, LearnedWay>;
export type Way = keyof typeof ways;

/** What the bot says in a language tells it too, before anybody has written down what people say in it. */
const sayings = (tag: string): { text: string; tag: string }[] =>
  Object.values(textsOf(tag)).map((text) => ({ text: `${text}`.replace(/\{[^{}]*\}|[{}]/g, ' '), tag }));

export const cost = 4;
export const epochs = 12;

/** The file of weights, with a name of what they were learned of: another text or another way of reading gives another. */
export function learn(all: Said[], name: Way): Buffer {
  const { rows } = ways[name];
  const { examples, labels, of } = toLearnFrom(all, name);
  const weights = learnWeights(examples, { rows, labels: labels.length, cost, epochs });
  return weightsFile({ labels, rows, of }, weights);
}

export const nameOf = (all: Said[], name: Way): string => toLearnFrom(all, name).of;

function toLearnFrom(all: Said[], name: Way): { examples: Example[]; labels: string[]; of: string } {
  const { rows, labelled, views }: LearnedWay = ways[name];
  const texts = labelled(all);
  const labels = [...new Set(texts.map(({ label }) => label))].sort();
  const hash = createHash('sha256').update(JSON.stringify({ rows, cost, epochs, labels }));
  const examples = texts.flatMap((text) => {
    const label = labels.indexOf(text.label);
    return views(text, rows).map((features) => {
      hash.update(`${label} ${features.join()}\n`);
      return { features, label };
    });
  });
  return { examples, labels, of: hash.digest('hex').slice(0, 16) };
}
