import { existsSync, readFileSync } from 'node:fs';
import { entriesOf } from '../../src/language/lexicon.ts';
import type { Fault } from './checks.ts';

const fileOf = (language: string) => new URL(`../../src/language/lexicons/${language}.txt`, import.meta.url);

/** Without a lexicon people are understood by their letters alone, as far as they write as others do. */
export const hasLexicon = (language: string): boolean => existsSync(fileOf(language));

/** All that is missing or wrong in the lexicon of a language, where there is one. */
export function lexiconFaults(language: string): Fault[] {
  return hasLexicon(language) ? faultsOfLexicon(textOf(language), textOf('en')) : [];
}

export function faultsOfLexicon(text: string, english: string): Fault[] {
  const [own, wanted] = [conceptsIn(text), conceptsIn(english)];
  const strange = text.split('\n').filter((line) => !/^(?:#.*|\w+: \S.*|)$/.test(line));
  return [
    ...[...wanted.keys()]
      .filter((key) => !own.has(key))
      .map((key) => ({ key, what: 'has no words in the lexicon' })),
    ...[...own.keys()]
      .filter((key) => !wanted.has(key))
      .map((key) => ({ key, what: 'is no concept of the lexicon' })),
    ...[...own].flatMap(([key, entries]) => entriesFaults(key, entries)),
    ...strange.map((line) => ({ key: line.slice(0, 40), what: 'is no line of a lexicon' })),
  ];
}

function entriesFaults(key: string, entries: string[]): Fault[] {
  const pinned = entries.filter((entry) => /\d[\s-]*pin|pin\S*[\s-]*\d/i.test(entry));
  const short = entries.filter((entry) => /(?:^|\s)\S{0,2}\*$/u.test(entry));
  return [
    ...(entries.includes('') ? [{ key, what: 'has an empty word in the lexicon' }] : []),
    ...pinned.map((entry) => ({ key, what: `would take a PIN for another number in the lexicon: ${entry}` })),
    ...short.map((entry) => ({ key, what: `has too short a beginning in the lexicon: ${entry}` })),
  ];
}

function conceptsIn(text: string): Map<string, string[]> {
  const concepts = new Map<string, string[]>();
  for (const { concept, entry } of entriesOf(text))
    concepts.set(concept, [...(concepts.get(concept) ?? []), entry]);
  return concepts;
}

const textOf = (language: string): string => readFileSync(fileOf(language), 'utf8');
