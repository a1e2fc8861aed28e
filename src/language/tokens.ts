/** Where one part of a message ends and another begins. Between the letters of an abbreviation a full stop says nothing. */
const pauses = /[,;:!()\uff0c\u3002\uff01\u3001\uff1b\uff1a\u2014\u2013]+|\.+(?=\s|$)|\s-\s/gu;

/**
 * The words of a plain text as the lexicons read them: apostrophes dropped (`don't` becomes `dont`) but for the English
 * genitive, which is a word of its own (`anna 's`), numbers as `#`, a question mark as `?`, a tick as `✓`, a pause between
 * words as `,`; an address says nothing.
 */
export function tokensOf(plain: string): string[] {
  const spaced = plain
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/(?<=\p{L})['\u2018\u2019\u0060]s(?![\p{L}\p{M}])/gu, " 's ")
    .replace(/['\u2018\u2019\u0060](?!s )/g, '')
    .replace(/\d+/g, ' # ')
    .replace(/[?\uff1f]+/g, ' ? ')
    .replace(/[✅✔☑]/gu, ' ✓ ')
    .replace(pauses, ' , ')
    .replace(/[^\p{L}\p{M}#?✓',]+/gu, ' ');
  const words = spaced.split(' ').filter((word) => word !== '');
  return words.filter((word, at) => word !== ',' || isBetween(words[at - 1], words[at + 1]));
}

const isBetween = (before: string | undefined, after: string | undefined): boolean =>
  before !== undefined && before !== ',' && before !== '?' && after !== undefined;
