/**
 * What the learned weights look at: each word, each two words that follow one another, and the runs of letters within a
 * word, so that a slip or an unknown ending still has most of its runs in common with the word that was meant. Numbers of
 * rows of a table; two features that fall into the same row share it.
 */
export function featuresOf(tokens: readonly string[], rows: number): number[] {
  const found = new Set<number>();
  const add = (feature: string) => found.add(hash(feature) & (rows - 1));
  tokens.forEach((token, at) => {
    add(`w:${token}`);
    add(`b:${tokens[at - 1] ?? '^'} ${token}`);
    const framed = ` ${token} `;
    for (const length of runLengths(token))
      for (let from = 0; from + length <= framed.length; from += 1)
        add(`n:${framed.slice(from, from + length)}`);
  });
  add(`b:${tokens.at(-1) ?? '^'} $`);
  return [...found];
}

/** A sign of a script without blanks is a word or half of one. */
const runLengths = (token: string): number[] =>
  /[^\p{Script=Latin}\p{M}#?'~]/u.test(token) ? [1, 2, 3, 4, 5] : [2, 3, 4, 5];

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  // Its low bits alone are much alike for texts that are.
  return (value ^ (value >>> 15)) >>> 0;
}
