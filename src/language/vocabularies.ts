import { readdirSync, readFileSync } from 'node:fs';
import { type Reading, type Vocabulary, vocabularyOf, type Words } from './vocabulary.ts';

/** Made at the first message, or before: a start does not wait for it. */
let made: Vocabulary[] | undefined;
function vocabularies(): Vocabulary[] {
  made ??= readVocabularies();
  return made;
}

/** Read in the language that knows most of it; where several know as much, in the person's own. */
export function inItsLanguage(tokens: string[], locale: string): Reading {
  const own = vocabularies().find(({ tag }) => isOf(locale, tag)) ?? english();
  return vocabularies().reduce((best, vocabulary) => {
    if (vocabulary === own) return best;
    const reading = vocabulary.read(tokens);
    // As much of one's own language as of another, but for a word of every day, is one's own.
    const ahead = best.tag === own.tag ? 0.6 : 0;
    return reading.weight > best.weight + ahead ? reading : best;
  }, own.read(tokens));
}

/** Read in this very language; undefined where there are no words of it. */
export function inLanguage(tokens: string[], tag: string): Reading | undefined {
  return vocabularies()
    .find((vocabulary) => vocabulary.tag === tag)
    ?.read(tokens);
}

/** Where there are none, a neighbour's might be taken for it. */
export const hasWordsOf = (locale: string): boolean => vocabularies().some(({ tag }) => isOf(locale, tag));

/** `pt-PT` and `pt-BR` are read alike; so are the ways of writing Chinese. */
const isOf = (locale: string, tag: string): boolean =>
  locale.toLowerCase().split('-')[0] === tag.toLowerCase().split('-')[0];

function english(): Vocabulary {
  const found = vocabularies().find(({ tag }) => tag === 'en');
  if (!found) throw new Error('There are no words of English');
  return found;
}

/** A further language is a further file of words. */
function readVocabularies(): Vocabulary[] {
  const folder = new URL('./words/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => {
    const words = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Words;
    return vocabularyOf(name.slice(0, -'.json'.length), words);
  });
}
