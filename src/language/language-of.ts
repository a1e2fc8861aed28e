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
/** Of a person of whose own language nothing is known, so that a neighbour of it is not taken for the message's. */
const surelyFrom = 1;

/** Languages near enough for a text in one to be taken for another, which whoever writes it does not want to read. */
const taken: ReadonlyMap<string, readonly string[]> = new Map([
  ['nb', ['da', 'sv']],
  ['nn', ['da', 'sv']],
  ['no', ['da', 'sv']],
  ['fo', ['da']],
  ['is', ['da', 'sv']],
  ['af', ['nl']],
  ['lb', ['de']],
  ['ca', ['es', 'fr', 'it', 'pt-BR']],
  ['gl', ['es', 'pt-BR']],
  ['cs', ['pl']],
  ['sk', ['pl']],
]);

/** Scripts by which a language is told that is written in no other. A text in a script of none of these is left alone. */
const scripts: readonly [RegExp, (tag: string) => boolean][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, () => false],
  [/\p{Script=Han}/u, (tag) => tag.startsWith('zh')],
  [/\p{Script=Thai}/u, (tag) => tag === 'th'],
  [/\p{Script=Latin}/u, (tag) => tag !== 'th' && !tag.startsWith('zh')],
];

/** Characters that are written otherwise where Chinese is simplified, which not everybody reads who writes them. */
const traditional = /[們個這說請設記會議碼開關鎖電話時過還沒為對]/u;

let learned: Learned<string> | undefined;

/** The language of a message by its letters, its writer's own where they do not tell. */
export function languageOf(tokens: readonly string[], locale: string): Languages {
  learned ??= readLearned<string>('languages');
  const [written = 'en'] = locale.toLowerCase().split('-');
  const own = learned.labels.find((tag) => tag.split('-')[0] === written);
  const letters = tokens.filter((token) => /\p{L}/u.test(token));
  const home = { read: own ?? 'en', answer: locale };
  if (letters.length === 0) return home;
  const text = letters.join('');
  const [, isWritten] = scripts.find(([script]) => script.test(text)) ?? [];
  const scores = scoresOf(learned, lettersOf(letters, learned.rows));
  const [other, score] = [...scores]
    .filter(([tag]) => tag !== own && isWritten?.(tag))
    .reduce(higher, ['en', -Infinity]);
  const mine = own === undefined ? surelyFrom - trustInOwn : (scores.get(own) ?? 0);
  if (score < plainFrom || score - mine < trustInOwn + trustOverWords / letters.length) return home;
  const isHome = taken.get(written)?.includes(other) || traditional.test(text);
  return { read: other, answer: isHome ? locale : other };
}

type Score = [string, number];
const higher = (one: Score, other: Score): Score => (other[1] > one[1] ? other : one);
