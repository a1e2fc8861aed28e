import { understand } from '../src/language/intent.ts';
import type { Intent } from '../src/language/intents.ts';
import { corpusTags, type Part, readCorpus, type Utterance } from '../test/language/corpus.ts';
import { byLetters } from './language-by-letters.ts';

/** Reads a text in a language; only the words tell which. */
type Way = (text: string, tag: string) => Intent;

interface Score {
  many: number;
  right: number;
  /** Of reset against the rest. */
  precision: number;
  recall: number;
}

/**
 * How well is understood what people write, by utterances that nobody has tuned on: the bot's lists of words beside the
 * plainest way of learning it, by letters. Both have the same utterances to learn from and to be measured by.
 */
export function language(): string {
  const ours: Way = (text) => understand(text, 'xx').intent;
  const lines = [
    'kept utterances   of reset   right   precision   recall   | by letters: right precision recall',
  ];
  const confused = new Map<string, number>();
  const times: number[] = [];
  for (const tag of corpusTags()) {
    const kept = readCorpus(tag, 'kept');
    const letters = byLetters(readCorpus(tag, 'tune'));
    const mine = scoreOf(kept, timed(ours, times), tag, confused);
    const theirs = scoreOf(kept, letters, tag);
    const resets = kept.filter(({ intent }) => intent === 'reset').length;
    lines.push(`${tag.padEnd(6)}${cells([mine.many, resets])}${shares(mine)}   |${shares(theirs)}`);
  }
  return `${lines.join('\n')}\n\n${medianLine(times)}\n\n${confusion(confused)}`;
}

/** Precision and recall of a part of the corpus, for the tests that hold them. */
export function measure(tag: string, part: Part): Score {
  return scoreOf(readCorpus(tag, part), (text) => understand(text, 'xx').intent, tag);
}

function scoreOf(utterances: Utterance[], way: Way, tag: string, confused?: Map<string, number>): Score {
  let [right, hits, misses, falseAlarms] = [0, 0, 0, 0];
  for (const { intent, text } of utterances) {
    const got = way(text, tag);
    if (got === intent) right += 1;
    else confused?.set(`${intent} -> ${got}`, (confused.get(`${intent} -> ${got}`) ?? 0) + 1);
    if (intent === 'reset' && got === 'reset') hits += 1;
    else if (intent === 'reset') misses += 1;
    else if (got === 'reset') falseAlarms += 1;
  }
  const many = utterances.length;
  return {
    many,
    right: right / many,
    precision: hits / (hits + falseAlarms),
    recall: hits / (hits + misses),
  };
}

const timed =
  (way: Way, times: number[]): Way =>
  (text, tag) => {
    const begunAt = performance.now();
    const intent = way(text, tag);
    times.push(performance.now() - begunAt);
    return intent;
  };

function medianLine(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(3)} ms a message at the median`;
}

/** What is taken for what, the commonest first. */
function confusion(confused: Map<string, number>): string {
  const rows = [...confused]
    .sort(([, a], [, b]) => b - a)
    .map(([pair, many]) => `${String(many).padStart(5)}  ${pair}`);
  return `meant -> read\n${rows.join('\n')}\n`;
}

const cells = (numbers: number[]): string => numbers.map((each) => String(each).padStart(10)).join('');
const shares = ({ right, precision, recall }: Score): string =>
  [right, precision, recall].map((share) => `${(share * 100).toFixed(1)} %`.padStart(10)).join('');
