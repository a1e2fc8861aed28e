/** What a word is that somebody has written: as it is where it is known, put right where it is near to one. */
export type Respell = (token: string) => string[];

/** Whole words that the lists are made of, those of every day, and beginnings of which the ending may be any. */
export interface KnownWords {
  whole: Set<string>;
  everyDay: Set<string>;
  beginnings: Set<string>;
}

export function speller({ whole, everyDay, beginnings }: KnownWords): {
  respell: Respell;
  isKnown(word: string): boolean;
} {
  const nearest = nearestOf([...whole].filter((word) => word.length >= 4));
  const isKnown = (word: string) => whole.has(word) || everyDay.has(word) || begins(beginnings, word);
  return {
    isKnown,
    respell(token) {
      if (isKnown(token) || !/\p{L}/u.test(token)) return [token];
      const parts =
        token.length >= 6 ? parted(token, (part) => whole.has(part) || everyDay.has(part)) : undefined;
      return parts ?? [nearest(token) ?? `~${token}`];
    },
  };
}

const begins = (starts: Set<string>, word: string): boolean => {
  for (let end = 2; end <= word.length; end += 1) if (starts.has(word.slice(0, end))) return true;
  return false;
};

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
function nearestOf(words: string[]): (token: string) => string | undefined {
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
