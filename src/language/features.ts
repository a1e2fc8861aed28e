import type { Meaning } from './lexicon.ts';

/**
 * What the learned weights look at, as rows of a table; two features that fall into the same row share it. The words and
 * the runs of letters within them tell what the lexicons do not know; what the words mean is the same in every language, so
 * that each language learns from all.
 */
export function featuresOf(tokens: readonly string[], meanings: readonly Meaning[], rows: number): number[] {
  return [...new Set([...lettersAndWords(tokens, rows), ...meaningsAlone(meanings, rows)])];
}

export const lettersAndWords = (tokens: readonly string[], rows: number): number[] =>
  collected(rows, (add) => addWords(tokens, add));

export const meaningsAlone = (meanings: readonly Meaning[], rows: number): number[] =>
  collected(rows, (add) => addConcepts(meanings, add));

function collected(rows: number, collect: (add: Add) => void): number[] {
  const found = new Set<number>();
  collect((feature) => found.add(hash(feature) & (rows - 1)));
  return [...found];
}

/** Words and runs of letters, by which a language is known. */
export const lettersOf = (tokens: readonly string[], rows: number): number[] =>
  collected(rows, (add) => {
    for (const token of tokens.filter((each) => /\p{L}/u.test(each))) {
      add(token);
      addRuns('', token, [1, 4], add);
    }
  });

type Add = (feature: string) => void;

function addWords(tokens: readonly string[], add: Add): void {
  tokens.forEach((token, at) => {
    add(`w:${token}`);
    add(`b:${tokens[at - 1] ?? '^'} ${token}`);
    // A sign of a script without blanks is a word or half of one.
    addRuns('n:', token, /[\p{Script=Han}\p{Script=Thai}]/u.test(token) ? [1, 5] : [3, 4], add);
  });
  add(`b:${tokens.at(-1) ?? '^'} $`);
}

/** How far apart two concepts may stand and still be one after the other. */
const reach = 4;

/**
 * Each concept, each two of a message wherever they stand, each two of which one follows on the other, and those of a clause
 * with where it stands and whether it denies.
 */
function addConcepts(meanings: readonly Meaning[], add: Add): void {
  const sequence = [['^'], ...meanings.map(sensesOf), ['$']];
  addEachAndPairs('', conceptsIn(meanings), add);
  addClauses(meanings, add);
  sequence.forEach((senses, at) => {
    for (const one of senses) for (const next of sequence[at + 1] ?? []) add(`c:${one}>${next}`);
    for (let after = at + 2; after <= at + reach && after < sequence.length; after += 1)
      add(`s:${senses[0]}..${sequence[after]?.[0]}`);
  });
}

/** "Not the PIN, the phone is dead": what is denied in one clause is not what is wanted in another. */
function addClauses(meanings: readonly Meaning[], add: Add): void {
  const clauses = clausesOf(meanings);
  if (clauses.length < 2) return;
  clauses.forEach((concepts, at) => {
    const place = at === 0 ? 'first' : at === clauses.length - 1 ? 'last' : 'middle';
    const holds = (some: readonly string[]) => some.some((one) => concepts.includes(one));
    addEachAndPairs(`${place}${holds(denials) ? '-' : holds(contents) ? '=' : '+'}`, concepts, add);
  });
}

const denials = ['not', 'no', 'nevermind', 'never'];
/** Said of what needs nothing. */
const contents = ['good', 'work', 'know', 'remember', 'accept'];
/** Where a clause ends, beside pauses and questions. */
const joints = new Set(['but', 'only', 'because', 'just', 'and']);

/** The concepts of each clause that has some. */
function clausesOf(meanings: readonly Meaning[]): string[][] {
  const clauses: Meaning[][] = [[]];
  for (const meaning of meanings) {
    const ends = meaning.words === ',' || meaning.words === '?';
    if (ends || meaning.concepts.some((concept) => joints.has(concept))) clauses.push([]);
    else clauses.at(-1)?.push(meaning);
  }
  return clauses.map(conceptsIn).filter((concepts) => concepts.length > 0);
}

const conceptsIn = (meanings: readonly Meaning[]): string[] =>
  [...new Set(meanings.flatMap(({ concepts }) => concepts))].sort();

function addEachAndPairs(prefix: string, concepts: readonly string[], add: Add): void {
  concepts.forEach((one, at) => {
    add(`${prefix}u:${one}`);
    for (const other of concepts.slice(at + 1)) add(`${prefix}p:${one}+${other}`);
  });
}

/** A number, a question mark, a tick and a pause mean themselves. */
function sensesOf({ words, concepts }: Meaning): readonly string[] {
  if (concepts.length > 0) return concepts;
  return ['#', '?', '✓', ','].includes(words) ? [words] : ['~'];
}

function addRuns(prefix: string, token: string, [least, most]: [number, number], add: Add): void {
  const framed = ` ${token} `;
  for (let length = least; length <= most; length += 1)
    for (let from = 0; from + length <= framed.length; from += 1)
      add(prefix + framed.slice(from, from + length));
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  // Its low bits alone are much alike for texts that are.
  return (value ^ (value >>> 15)) >>> 0;
}
