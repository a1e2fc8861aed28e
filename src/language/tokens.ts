/**
 * The words of a plain text as `vocabulary.ts` reads them: apostrophes dropped (`don't` becomes `dont`) but for the English
 * genitive, which is a word of its own (`anna 's`), numbers as `#`, a question mark as `?`.
 */
export function tokensOf(plain: string): string[] {
  const spaced = plain
    .replace(/(?<=\p{L})['\u2018\u2019\u0060]s(?![\p{L}\p{M}])/gu, " 's ")
    .replace(/['\u2018\u2019\u0060](?!s )/g, '')
    .replace(/\d+/g, ' # ')
    .replace(/[?\uff1f]+/g, ' ? ')
    .replace(/[^\p{L}\p{M}#?']+/gu, ' ');
  return spaced.split(' ').filter((word) => word !== '');
}
