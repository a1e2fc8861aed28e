import { existsSync, readFileSync } from 'node:fs';
import { type Lexicon, lexiconOf, type Meaning, tokensOfUnits } from './lexicon.ts';

/** A message in one language. */
export interface Reading {
  /** Its words as they were written, without greeting and thanks around a wish. */
  tokens: string[];
  meanings: Meaning[];
  /** Whether any expression of the message means one of these. */
  has(...concepts: string[]): boolean;
  /** Whether any single word does, whatever expression it stands in. */
  holds(...concepts: string[]): boolean;
}

/** Made when they are first needed: most languages are never written to a bot, and a start does not wait for them. */
const made = new Map<string, Lexicon>();
function lexiconFor(language: string): Lexicon {
  const lexicon = made.get(language) ?? lexiconOf(textFor(language), names());
  made.set(language, lexicon);
  return lexicon;
}

/** A language without a lexicon is read by its letters. */
function textFor(language: string): string {
  const file = new URL(`./lexicons/${language}.txt`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

let namesRead: string[] | undefined;
function names(): string[] {
  namesRead ??= readFileSync(new URL('./names.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(' '))
    .filter((name) => name !== '');
  return namesRead;
}

/** Reads a message that is written in this language. */
export function readIn(language: string, tokens: readonly string[]): Reading {
  const lexicon = lexiconFor(language);
  const wish = withoutPoliteness(lexicon.read(tokens));
  const meanings = lexicon.read(lexicon.respelt(wish));
  const all = conceptsOf(meanings);
  return {
    tokens: wish,
    meanings,
    has: (...concepts) => concepts.some((concept) => all.has(concept)),
    holds(...concepts) {
      const single = conceptsOf(tokens.flatMap((token) => lexicon.read([token])));
      return concepts.some((concept) => single.has(concept));
    },
  };
}

const conceptsOf = (meanings: readonly Meaning[]): Set<string> =>
  new Set(meanings.flatMap(({ concepts }) => concepts));

const before = new Set(['hello', 'sorry', 'please', 'thanks']);
/** Whoever is greeted is part of the greeting. */
const greeted = new Set([...before, 'you']);
const after = new Set(['please', 'thanks', 'sorry', 'bye']);

/** A wish is the same with a greeting before it and thanks after it. A message that is nothing else stays as it is. */
function withoutPoliteness(meanings: Meaning[]): string[] {
  const isOnly = (at: number, of: ReadonlySet<string>): boolean => {
    const { words, concepts } = meanings[at] ?? nothing;
    return words === ',' || (concepts.length > 0 && concepts.every((concept) => of.has(concept)));
  };
  let from = 0;
  while (isOnly(from, from === 0 ? before : greeted)) from += 1;
  let to = meanings.length;
  while (to > from && isOnly(to - 1, after)) to -= 1;
  const rest = meanings.slice(from, to);
  const wish = rest.some(({ words }) => words !== '?' && words !== ',') ? rest : meanings;
  return tokensOfUnits(wish.flatMap(({ words }) => words.split(' ')));
}

const nothing: Meaning = { words: '', concepts: [] };
