import { corpusTags, type Part, readCorpus, type Utterance } from '../test/language/corpus.ts';
import { asTheBot, byExamples, byWords, isAskedBack, type Way } from './language-ways.ts';

interface Score {
  many: number;
  right: number;
  /** Of reset against the rest. */
  precision: number;
  recall: number;
}

/**
 * How well is understood what people write, by utterances that nobody has tuned on: the rules over lists of words, what was
 * learned from examples, and the two together, which is the bot.
 */
export function language(): string {
  const lines = [
    'kept utterances  of reset | the bot: right  precision  recall  asked back | by words: right  precision  recall | by examples: right  precision  recall',
  ];
  const confused = new Map<string, number>();
  const times: number[] = [];
  for (const tag of corpusTags()) {
    const kept = readCorpus(tag, 'kept');
    const bot = scoreOf(kept, timed(asTheBot, times), confused);
    const asked = kept.filter(({ text }) => isAskedBack(text)).length / kept.length;
    const [words, examples] = [byWords, byExamples].map((way) => scoreOf(kept, way));
    const resets = kept.filter(({ intent }) => intent === 'reset').length;
    lines.push(
      `${tag.padEnd(6)}${cells([bot.many, resets])} |${shares(bot)}${share(asked)}   |${shares(words)} |${shares(examples)}`,
    );
  }
  return `${lines.join('\n')}\n\n${medianLine(times)}\n\n${confusion(confused)}`;
}

/** Precision and recall of a part of the corpus, for the tests that hold them. */
export function measure(tag: string, part: Part): Score {
  return scoreOf(readCorpus(tag, part), asTheBot);
}

function scoreOf(utterances: Utterance[], way: Way, confused?: Map<string, number>): Score {
  let [right, hits, misses, falseAlarms] = [0, 0, 0, 0];
  for (const { intent, text } of utterances) {
    const got = way(text);
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
  (text) => {
    const begunAt = performance.now();
    const intent = way(text);
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
const share = (part: number): string => `${(part * 100).toFixed(1)} %`.padStart(10);
const shares = (score: Score | undefined): string =>
  score ? [score.right, score.precision, score.recall].map(share).join('') : '';
