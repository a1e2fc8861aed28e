import { lettersOf } from './features.ts';
import { type Learned, readLearned, scoresOf } from './learned.ts';

/** `read`: the language that a message is read in; `answer`: the one, or the locale, that it is answered in. */
export interface Languages {
  read: string;
  answer: string;
}

/** By so much the letters of another language must be more like than those of one's own; by more where words are few. */
const trustInOwn = 0.5;
const trustOverWords = 1;
/** Below this they are like those of several languages. */
const plainFrom = -0.2;

/** Languages near enough for a text in one to be taken for another, which whoever writes it does not want to read. */
const taken: Readonly<Record<string, readonly string[]>> = {
  nb: ['da', 'sv'],
  nn: ['da', 'sv'],
  no: ['da', 'sv'],
  fo: ['da'],
  is: ['da', 'sv'],
  af: ['nl'],
  lb: ['de'],
  ca: ['es', 'fr', 'it', 'pt-BR'],
  gl: ['es', 'pt-BR'],
  cs: ['pl'],
  sk: ['pl'],
};

let learned: Learned<string> | undefined;

/** The language of a message by its letters, its writer's own where they do not tell. */
export function languageOf(tokens: readonly string[], locale: string): Languages {
  learned ??= readLearned<string>('languages');
  const [written = 'en'] = locale.toLowerCase().split('-');
  const own = learned.labels.find((tag) => tag.split('-')[0] === written);
  const letters = tokens.filter((token) => /\p{L}/u.test(token));
  const home = { read: own ?? 'en', answer: locale };
  if (letters.length === 0) return home;
  const scores = scoresOf(learned, lettersOf(letters, learned.rows));
  const [other, score] = [...scores].filter(([tag]) => tag !== own).reduce(higher, ['en', -Infinity]);
  const ahead = score - (own === undefined ? -Infinity : (scores.get(own) ?? 0));
  if (score < plainFrom || ahead < trustInOwn + trustOverWords / letters.length) return home;
  return { read: other, answer: taken[written]?.includes(other) ? locale : other };
}

type Score = [string, number];
const higher = (one: Score, other: Score): Score => (other[1] > one[1] ? other : one);
