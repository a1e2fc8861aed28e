import { plainWord } from './plain-text.ts';
import { speller } from './spelling.ts';
import { compileList, type Lists, wordsIn } from './word-patterns.ts';

/** What a language's lists mean, by the name of each. `intent-rules.ts` puts them together. */
export const listNames = [
  'pin',
  'ours',
  'other',
  'secret',
  'phone',
  'people',
  'notOurs',
  'notOther',
  'notPin',
  'pinFine',
  'decoy',
  'forgot',
  'change',
  'want',
  'trouble',
  'never',
  'tell',
  'barePin',
  'bareReset',
  'status',
  'whatFor',
  'rules',
  'leader',
  'signIn',
  'how',
  'phoneDown',
  'changed',
  'newPin',
  'oldPin',
  'done',
  'later',
  'stop',
  'cancel',
  'dontWish',
  'human',
  'help',
  'ticket',
  'someoneElse',
  'hello',
  'thanks',
  'why',
  'wish',
  'polite',
] as const;
export type ListName = (typeof listNames)[number];

export interface Words {
  /** False where words stand without blanks between them. */
  spaced: boolean;
  /** Words of every day, by which the language is known. */
  common: string[];
  lists: Lists;
}

export interface Vocabulary {
  tag: string;
  /** The text in the words of this language: misspellings put right, what it does not know marked. */
  read(tokens: readonly string[]): Reading;
}

export interface Reading {
  tag: string;
  /** How much of the text is this language. */
  weight: number;
  /** Whether most of its words are of this language. */
  sure: boolean;
  has(...names: ListName[]): boolean;
  /** Its words as they are meant, without politeness and without what only looks like a word of ours. */
  words(): string[];
}

export function vocabularyOf(tag: string, words: Words): Vocabulary {
  const { spaced } = words;
  const { common, lists } = plainWords(words);
  const { whole, beginnings } = wordsIn(lists);
  const everyDay = new Set(common);
  const known = new Set([...whole, ...everyDay]);
  const { respell, isKnown } = speller({ whole, everyDay, beginnings: new Set(beginnings) });
  const compiled = new Map<ListName, RegExp>();
  /** Made when it is first asked for: most languages are never written to a bot. */
  function list(name: ListName): RegExp {
    const made = compiled.get(name) ?? compileList(lists, name, spaced);
    compiled.set(name, made);
    return made;
  }
  return {
    tag,
    read(tokens) {
      const read = spaced
        ? tokens.map((token, at) => spelt(token, tokens[at + 1]))
        : tokens.map((token) => [token]);
      const words = read.flat();
      const text = spaced ? ` ${words.join(' ')} ` : joined(words);
      const weight = spaced ? weightOf(tokens, read, everyDay) : weightJoined(words, text, known);
      return { tag, weight, sure: !spaced || isMostlyKnown(words), ...readingOf(text, list) };
    },
  };
  // Before a genitive stands a name.
  function spelt(token: string, next: string | undefined): string[] {
    return next === "'s" && !isKnown(token) ? [`~${token}`] : respell(token);
  }
}

function readingOf(text: string, list: (name: ListName) => RegExp): Pick<Reading, 'has' | 'words'> {
  let made: string | undefined;
  const core = (): string => {
    made ??= withoutPoliteness(text.replaceAll(new RegExp(list('decoy'), 'g'), '·'), list);
    return made;
  };
  const textFor = (name: ListName) => (name === 'hello' || name === 'thanks' ? text : core());
  return {
    has: (...names) => names.some((name) => list(name).test(textFor(name))),
    words: () =>
      core()
        .split(' ')
        .map((word) => word.replace(/^~/, ''))
        .filter((word) => word !== ''),
  };
}

/** A wish is the same with a greeting before it and thanks after it. A message that is nothing else stays as it is. */
function withoutPoliteness(text: string, list: (name: ListName) => RegExp): string {
  const polite = ['polite', 'hello', 'thanks'].map((name) =>
    list(name as ListName).source.replace('(?= |$)', ''),
  );
  const any = `(?:${polite.join('|')})`;
  const bare = text.replace(new RegExp(`^(?: ${any}(?= ))+`), '').replace(new RegExp(`(?: ${any})+ $`), ' ');
  return bare.trim() === '' ? text : bare;
}

/** The sign for what stands between has a plain form of its own. */
const plainPattern = (pattern: string): string => pattern.split('…').map(plainWord).join('…');

function plainWords({ common, lists }: Words): Pick<Words, 'common' | 'lists'> {
  const plain = Object.entries(lists).map(([name, patterns]) => [name, patterns.map(plainPattern)]);
  return { common: common.map(plainWord), lists: Object.fromEntries(plain) };
}

function isMostlyKnown(words: string[]): boolean {
  const letters = words.filter((word) => /\p{L}/u.test(word));
  return letters.filter((word) => !word.startsWith('~')).length >= 0.7 * letters.length;
}

/** Without blanks, but for those between two words of Latin letters. */
const joined = (words: string[]): string => words.join(' ').replace(/(?<![a-z]) | (?![a-z])/g, '');

/**
 * Known words by their letters; those of every day tell most, and those that were put right tell less: what is taken apart
 * or misspelt in one language may be a word of another.
 */
function weightOf(tokens: readonly string[], read: string[][], everyDay: Set<string>): number {
  return tokens.reduce((sum, token, at) => {
    const words = read[at] ?? [];
    if (words[0]?.startsWith('~') || !/\p{L}/u.test(token)) return sum;
    const asWritten = words.length === 1 && words[0] === token;
    const weight = 1 + Math.min(token.length, 8) / 8 + (everyDay.has(token) ? 0.5 : 0);
    return sum + (asWritten ? weight : 0.6 * weight);
  }, 0);
}

function weightJoined(words: string[], text: string, known: Set<string>): number {
  const native = [...known].filter((word) => /[^\p{ASCII}]/u.test(word) && text.includes(word));
  const latin = words.filter((word) => /^[a-z]/.test(word) && known.has(word));
  return (
    native.reduce((sum, word) => sum + word.length, 0) +
    weightOf(
      latin,
      latin.map((word) => [word]),
      new Set(),
    )
  );
}
