import { plainText } from './plain-text.ts';
import { type KnownWords, speller } from './spelling.ts';
import { tokensOf } from './tokens.ts';

/** A word or fixed expression of a message, and what it means; nothing where the lexicon does not know it. */
export interface Meaning {
  words: string;
  concepts: readonly string[];
}

export interface Lexicon {
  /** The message in the lexicon's own expressions, the longest that fit, from the beginning on. */
  read(tokens: readonly string[]): Meaning[];
  /** The message with misspelt words put right, as far as the lexicon knows what was meant. */
  respelt(tokens: readonly string[]): string[];
}

/** A beginning that is shorter would be that of too many words. */
const shortestStem = 3;

/**
 * A lexicon from its text: a line for each concept, `concept: word, fixed expression, stem*`. Lines that begin with # are
 * for the reader. A word may mean several things. `names` are those of people.
 */
export function lexiconOf(text: string, names: readonly string[] = []): Lexicon {
  const whole = new Map<string, readonly string[]>();
  const stems = new Map<string, readonly string[]>();
  const named = conceptLists();
  let longest = 1;
  for (const { concept, entry } of entriesOf(text)) {
    const units = unitsOf(tokensIn(entry));
    if (units.length === 0) continue;
    const concepts = entry.endsWith('*') ? stems : whole;
    const key = units.join(' ');
    const known = concepts.get(key) ?? [];
    if (!known.includes(concept)) concepts.set(key, named([...known, concept]));
    longest = Math.max(longest, units.length);
  }
  const respell = speller(knownWords(whole, stems));
  // A name that is also a word is the word, and nothing is put right to a name.
  for (const name of names.flatMap((name) => [name, `${name}s`]))
    if (!whole.has(name) && !byStem(name, name, stems)) whole.set(name, named(['name']));
  return {
    read: (tokens) => meaningsOf(unitsOf(tokens), { whole, stems, longest }),
    respelt: (tokens) => tokens.flatMap((token) => (whole.has(token) ? [token] : respell(token))),
  };
}

/** One list for all words that mean the same: there are tens of thousands of words, and hundreds of meanings. */
function conceptLists(): (concepts: readonly string[]) => readonly string[] {
  const lists = new Map<string, readonly string[]>();
  return (concepts) => {
    const key = concepts.join(' ');
    const list = lists.get(key) ?? concepts;
    lists.set(key, list);
    return list;
  };
}

type Concepts = ReadonlyMap<string, readonly string[]>;

function knownWords(whole: Concepts, stems: Concepts): KnownWords {
  const single = [...whole].filter(([key]) => !key.includes(' '));
  const isCore = ([, concepts]: [string, readonly string[]]) =>
    concepts.some((concept) => coreConcepts.has(concept));
  const core = single.filter(isCore);
  // "Charging" of a charging point is a word, and no "changing". In a core expression it may be a slip that is listed.
  const within = new Set(
    [...whole]
      .filter(([key, concepts]) => key.includes(' ') && !isCore([key, concepts]))
      .flatMap(([key]) => key.split(' ')),
  );
  return {
    words: new Set([...whole.keys()].flatMap((key) => key.split(' '))),
    core: new Set(core.map(([key]) => key)),
    isKnown: (word) => whole.has(word) || within.has(word) || byStem(word, word, stems) !== undefined,
  };
}

/** What people write to the bot about. */
const coreConcepts: ReadonlySet<string> = new Set(
  (
    'pin code conference product deskPhone voicemail password account forget remember reset change new lock unlock ' +
    'expire signIn signOut help helpDesk ticket cancel remind stop thanks hello'
  ).split(' '),
);

interface Entries {
  whole: Concepts;
  stems: Concepts;
  /** In units. */
  longest: number;
}

function meaningsOf(units: string[], entries: Entries): Meaning[] {
  const meanings: Meaning[] = [];
  let at = 0;
  while (at < units.length) {
    const found = longestAt(units, at, entries);
    meanings.push(found);
    at += found.units;
  }
  return meanings;
}

function longestAt(
  units: string[],
  at: number,
  { whole, stems, longest }: Entries,
): Meaning & { units: number } {
  for (let many = Math.min(longest, units.length - at); many > 0; many -= 1) {
    const words = units.slice(at, at + many).join(' ');
    const concepts = whole.get(words) ?? byStem(words, units[at + many - 1] ?? '', stems);
    if (concepts) return { words, concepts, units: many };
  }
  return { words: units[at] ?? '', concepts: [], units: 1 };
}

/** The longest stem that the last word of an expression begins with. */
function byStem(words: string, last: string, stems: Concepts): readonly string[] | undefined {
  const fixed = words.length - last.length;
  for (let end = words.length; end >= fixed + shortestStem; end -= 1) {
    const concepts = stems.get(words.slice(0, end));
    if (concepts) return concepts;
  }
  return undefined;
}

/** Words; where a script has no blanks between them, each of its signs. */
const unitsOf = (tokens: readonly string[]): string[] =>
  tokens.flatMap(
    (token) => token.match(/[\p{Script=Han}\p{Script=Thai}]|[^\p{Script=Han}\p{Script=Thai}]+/gu) ?? [],
  );

/** The tokens that such units are of. */
export const tokensOfUnits = (units: readonly string[]): string[] =>
  units
    .join(' ')
    .replace(/(?<=[\p{Script=Han}\p{Script=Thai}]) (?=[\p{Script=Han}\p{Script=Thai}])/gu, '')
    .split(' ')
    .filter((token) => token !== '');

/** As the words of a message are read; the English genitive is one behind a word. A number alone may be anything. */
function tokensIn(entry: string): string[] {
  if (entry === "'s") return [entry];
  const tokens = tokensOf(plainText(entry));
  return tokens.every((token) => token === '#') ? [] : tokens;
}

/** Each word of a lexicon's text with its concept. */
export function* entriesOf(text: string): Generator<{ concept: string; entry: string }> {
  for (const line of text.split('\n')) {
    const [, concept, entries] = /^(\w+): (.*)$/.exec(line) ?? [];
    if (concept === undefined || entries === undefined) continue;
    for (const entry of entries.split(',')) yield { concept, entry: entry.trim() };
  }
}
