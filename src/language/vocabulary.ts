import { plainWord } from './plain-text.ts';
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
}

export function vocabularyOf(tag: string, words: Words): Vocabulary {
  const { spaced } = words;
  const { common, lists } = plainWords(words);
  const { whole, beginnings } = wordsIn(lists);
  const everyDay = new Set(common);
  const known = new Set([...whole, ...everyDay]);
  const starts = new Set(beginnings);
  const compiled = new Map<ListName, RegExp>();
  /** Made when it is first asked for: most languages are never written to a bot. */
  function list(name: ListName): RegExp {
    const made = compiled.get(name) ?? compileList(lists, name, spaced);
    compiled.set(name, made);
    return made;
  }
  const nearest = speller([...whole].filter((word) => word.length >= 4));
  const isKnown = (word: string) => known.has(word) || begins(starts, word);
  function respell(token: string): string[] {
    if (isKnown(token) || !/\p{L}/u.test(token)) return [token];
    const parts =
      token.length >= 6 ? parted(token, (part) => whole.has(part) || everyDay.has(part)) : undefined;
    if (parts) return parts;
    const right = nearest(token);
    return [right ?? `~${token}`];
  }
  return {
    tag,
    read(tokens) {
      // Before a genitive stands a name.
      const read = spaced
        ? tokens.flatMap((token, at) =>
            tokens[at + 1] === "'s" && !isKnown(token) ? [`~${token}`] : respell(token),
          )
        : [...tokens];
      const text = spaced ? ` ${read.join(' ')} ` : joined(read);
      const weight = spaced ? weightOf(read, everyDay) : weightJoined(read, text, known);
      let core: string | undefined;
      return {
        tag,
        weight,
        sure: !spaced || isMostlyKnown(read),
        has(...names) {
          core ??= withoutPoliteness(text.replaceAll(new RegExp(list('decoy'), 'g'), '·'), list);
          const said = core;
          return names.some((name) => list(name).test(name === 'hello' || name === 'thanks' ? text : said));
        },
      };
    },
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

const begins = (starts: Set<string>, word: string): boolean => {
  for (let end = 2; end <= word.length; end += 1) if (starts.has(word.slice(0, end))) return true;
  return false;
};

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

/** Known words by their letters; those of every day tell most. */
function weightOf(words: string[], everyDay: Set<string>): number {
  return words.reduce((sum, word) => {
    if (word.startsWith('~') || !/\p{L}/u.test(word)) return sum;
    return sum + 1 + Math.min(word.length, 8) / 8 + (everyDay.has(word) ? 0.5 : 0);
  }, 0);
}

function weightJoined(words: string[], text: string, known: Set<string>): number {
  const native = [...known].filter((word) => /[^\p{ASCII}]/u.test(word) && text.includes(word));
  const latin = words.filter((word) => /^[a-z]/.test(word) && known.has(word));
  return native.reduce((sum, word) => sum + word.length, 0) + weightOf(latin, new Set());
}

/** A word that is words without the blanks: "resetmypin". Undefined where it is not all of known words. */
function parted(token: string, isWord: (part: string) => boolean): string[] | undefined {
  const ways: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= token.length; end += 1) {
    for (let begin = Math.max(0, end - 14); begin <= end - 2; begin += 1) {
      const before = ways[begin];
      if (before && !ways[end] && isWord(token.slice(begin, end)))
        ways[end] = [...before, token.slice(begin, end)];
    }
  }
  const whole = ways[token.length];
  return whole && whole.length > 1 && whole.some((part) => part.length >= 3) ? whole : undefined;
}

/** The known word that is one slip away; two in a long one. By what is left when letters are taken out. */
function speller(words: string[]): (token: string) => string | undefined {
  const byLess = new Map<string, string>();
  for (const word of words)
    for (const less of [word, ...withoutOne(word)]) if (!byLess.has(less)) byLess.set(less, word);
  const squeezed = new Map(words.map((word) => [squeeze(word), word]));
  return (token) => {
    const drawn = squeezed.get(squeeze(token));
    if (drawn !== undefined || token.length < 5) return drawn;
    const near = [token, ...withoutOne(token)]
      .map((less) => byLess.get(less))
      .find((word) => word && alike(word, token));
    return near;
  };
}

const squeeze = (word: string): string => word.replace(/(.)\1+/gu, '$1');

function withoutOne(word: string): string[] {
  return [...word].map((_letter, at) => word.slice(0, at) + word.slice(at + 1));
}

/** One slip apart, and beginning alike: a slip of the first letter is rarer than another word. */
function alike(word: string, token: string): boolean {
  if (Math.abs(word.length - token.length) > 1) return false;
  return word[0] === token[0] || (word[0] === token[1] && word[1] === token[0]);
}
