/**
 * How the words of a language are written down, so that whoever knows the language needs no regular expressions:
 *
 * - `forgot my pin`: these words, one after the other
 * - `forg*`: a word that begins so
 * - `pin … locked`: up to three words between (in a script without blanks, up to eight characters)
 * - `[my] pin`: a word that may be missing
 * - `(can|could) you`: one of these
 * - `<people>`: whatever another list of the language holds
 * - `~`: a word that the language does not know, such as a name
 * - `#`: a number; `?`: a question mark
 * - `^ done $`: the whole message
 */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** All patterns of a list as one expression. */
export function compileList(lists: Lists, name: string, spaced: boolean): RegExp {
  const source = sourceOf(lists, name, spaced, []);
  // A list that is empty fits nothing.
  if (source === '(?:)') return /(?!)/;
  return spaced ? new RegExp(`(?<= )${source}(?= |$)`) : new RegExp(source);
}

function sourceOf(lists: Lists, name: string, spaced: boolean, within: string[]): string {
  if (within.includes(name)) throw new Error(`The list ${name} holds itself`);
  const patterns = lists[name] ?? [];
  const parts = patterns.map((pattern) => {
    const source = spaced ? spacedSource(pattern) : joinedSource(pattern);
    return source.replace(/<(\w+)>/g, (_all, other: string) =>
      sourceOf(lists, other, spaced, [...within, name]),
    );
  });
  return `(?:${parts.join('|')})`;
}

/** The text has one blank before each word and one at its end. */
function spacedSource(pattern: string): string {
  const [, anchor = '', optional = '', rest = ''] = /^(\^ ?)?((?:\[[^\]]*\] )*)(.*)$/u.exec(pattern) ?? [];
  const first = optional.replace(/\[([^\]]*)\] /g, (_all, words: string) => `(?:(?:${wordSource(words)}) )?`);
  const others = rest
    .replace(/ \$$/, '')
    .split(/ (?=\[)|(?<=\])(?= )/)
    .map((part) => {
      const words = /^\[(.*)\]$/.exec(part)?.[1];
      return words === undefined ? wordSource(part) : `(?: (?:${wordSource(words)}))?`;
    });
  return `${anchor && '(?<=^ )'}${first}${others.join('')}${rest.endsWith(' $') ? '(?= $)' : ''}`;
}

function wordSource(words: string): string {
  return words
    .replace(/(?<=^|[ |(])\?(?=$|[ |)])/g, '\\?')
    .replaceAll('(', '(?:')
    .replace(/(?<=\p{L})\*/gu, '\\S*')
    .replace(/ … /g, ' (?:\\S+ ){0,3}')
    .replace(/(?<=^|[ |:])~/g, '~\\S+');
}

/** The text has no blanks. A Latin word in it must be whole. */
function joinedSource(pattern: string): string {
  return pattern
    .replace(/(?<=^|[ |(])\?(?=$|[ |)])|\?$/g, '\\?')
    .replace(/\((?!\?)/g, '(?:')
    .replace(/\[([^\]]*)\]/g, '(?:$1)?')
    .replace(/…/g, '.{0,8}')
    .replace(/(?<![a-z]) | (?![a-z])/g, '')
    .replace(/(?<![a-z\\])([a-z]{2,})(\*?)/g, (_all, word: string, star: string) =>
      star ? `(?<![a-z])${word}` : `(?<![a-z])${word}(?![a-z])`,
    );
}

/** The words that the lists of a language are made of, whole ones and beginnings. */
export function wordsIn(lists: Lists): { whole: Set<string>; beginnings: string[] } {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const pattern of Object.values(lists).flat()) {
    for (const [, word = '', star] of pattern
      .replace(/<\w+>/g, ' ')
      .matchAll(/([\p{L}\p{M}\p{N}']+)(\*?)/gu)) {
      if (star) beginnings.add(word);
      whole.add(word);
    }
  }
  return { whole, beginnings: [...beginnings] };
}
