/** What a word is that somebody has written: as it is where it is known, put right where it is near to one that is. */
export type Respell = (token: string) => string[];

/** The words of a lexicon. */
export interface KnownWords {
  words: ReadonlySet<string>;
  /** Those that a message is about: to these alone a word is put right, and only with one of them it is taken apart. */
  core: ReadonlySet<string>;
  /** Whether a word needs no putting right, as a stem says it of words that are not in `words`. */
  isKnown(word: string): boolean;
}

export function speller({ words, core, isKnown }: KnownWords): Respell {
  let nearest: ((token: string) => string | undefined) | undefined;
  return (token) => {
    if (isKnown(token) || !/^\p{Script=Latin}+$/u.test(token)) return [token];
    const parts = token.length >= 5 ? parted(token, (part) => words.has(part)) : undefined;
    if (parts?.some((part) => core.has(part))) return parts;
    nearest ??= nearestOf([...core].filter((word) => word.length >= 4));
    return [nearest(token) ?? token];
  };
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

/** The known word that is one slip away. By what is left when letters are taken out. */
function nearestOf(words: string[]): (token: string) => string | undefined {
  const byLess = new Map<string, string>();
  for (const word of words)
    for (const less of [word, ...withoutOne(word)]) if (!byLess.has(less)) byLess.set(less, word);
  const squeezed = new Map(words.map((word) => [squeeze(word), word]));
  return (token) => {
    const drawn = squeezed.get(squeeze(token));
    if (drawn !== undefined || token.length < 5) return drawn;
    return [token, ...withoutOne(token)]
      .map((less) => byLess.get(less))
      .find((word) => word && alike(word, token));
  };
}

const squeeze = (word: string): string => word.replace(/(.)\1+/gu, '$1');

const withoutOne = (word: string): string[] =>
  [...word].map((_letter, at) => word.slice(0, at) + word.slice(at + 1));

/** One slip apart, and beginning alike: a slip of the first letter is rarer than another word. */
function alike(word: string, token: string): boolean {
  if (Math.abs(word.length - token.length) > 1) return false;
  return word[0] === token[0] || (word[0] === token[1] && word[1] === token[0]);
}
