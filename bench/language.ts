import { corpusTags, type Part, readCorpus, type Utterance } from '../test/language/corpus.ts';
import { asTheBot, inEnglishTeams, isAskedBack, otherWays, type Way } from './language-ways.ts';

export interface Score {
  many: number;
  right: number;
  /** Of reset against the rest. */
  precision: number;
  recall: number;
}

/**
 * How well is understood what people write, by utterances that nothing was learned from. `compared` learns other ways anew
 * and measures them beside the bot.
 */
export function language(compared: boolean): string {
  const others = compared ? otherWays() : undefined;
  const ways: [string, Way][] = [['Teams in English', inEnglishTeams], ...Object.entries(others ?? {})];
  const confused = new Map<string, number>();
  const times: number[] = [];
  const head = `${['', 'kept', 'of reset'].map((cell) => cell.padStart(8)).join('')} | the bot: ${columns}  asked back`;
  const lines = corpusTags().map((tag) => {
    const kept = readCorpus(tag, 'kept');
    const bot = scoreOf(kept, tag, timed(asTheBot, times), confused);
    const asked = kept.filter(({ text }) => isAskedBack(text, tag)).length / kept.length;
    const resets = kept.filter(({ intent }) => intent === 'reset').length;
    const beside = ways.map(([, way]) => ` | ${shares(scoreOf(kept, tag, way))}`).join('');
    return `${[tag, kept.length, resets].map((cell) => `${cell}`.padStart(8)).join('')} | ${shares(bot)}${share(asked)}${beside}`;
  });
  const heads = head + ways.map(([name]) => ` | ${name}: ${columns}`).join('');
  return `${[heads, ...lines].join('\n')}\n\n${medianLine(times)}\n\n${confusion(confused)}`;
}

const columns = 'right, precision, recall';

/** Precision and recall of a part of the corpus, for the tests that hold them. */
export function measure(tag: string, part: Part): Score {
  return scoreOf(readCorpus(tag, part), tag, asTheBot);
}

function scoreOf(utterances: Utterance[], tag: string, way: Way, confused?: Map<string, number>): Score {
  let [right, hits, misses, falseAlarms] = [0, 0, 0, 0];
  for (const { intent, text } of utterances) {
    const got = way(text, tag);
    if (got === intent) right += 1;
    confused?.set(`${intent} ${got}`, (confused.get(`${intent} ${got}`) ?? 0) + 1);
    if (intent === 'reset' && got === 'reset') hits += 1;
    else if (intent === 'reset') misses += 1;
    else if (got === 'reset') falseAlarms += 1;
  }
  return {
    many: utterances.length,
    right: right / utterances.length,
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

/** What is taken for what in all languages: a row for what was meant, a column for what was read. */
function confusion(confused: Map<string, number>): string {
  const intents = [...new Set([...confused.keys()].flatMap((pair) => pair.split(' ')))].sort();
  const short = (intent: string) => intent.slice(0, 7).padStart(8);
  const rows = intents.map((meant) => {
    const cells = intents.map((got) => `${confused.get(`${meant} ${got}`) ?? '.'}`.padStart(8));
    return `${meant.padEnd(22)}${cells.join('')}`;
  });
  return `${'meant \\ read'.padEnd(22)}${intents.map(short).join('')}\n${rows.join('\n')}\n`;
}

const share = (part: number): string => `${(part * 100).toFixed(1)} %`.padStart(9);
const shares = ({ right, precision, recall }: Score): string =>
  [right, precision, recall].map(share).join('');
