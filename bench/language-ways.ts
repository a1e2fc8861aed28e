import { cost, epochs, type Said, utterances } from '../scripts/learn/learn.ts';
import { learnWeights } from '../scripts/learn/svm.ts';
import { lettersAndWords, meaningsAlone } from '../src/language/features.ts';
import { understand } from '../src/language/intent.ts';
import type { Intent } from '../src/language/intents.ts';
import { plainText } from '../src/language/plain-text.ts';
import { type Reading, readIn } from '../src/language/reading.ts';
import { tokensOf } from '../src/language/tokens.ts';

/** Reads a text that is written in the language of this tag. */
export type Way = (text: string, tag: string) => Intent;

/** The bot, where Teams speaks the person's language. */
export const asTheBot: Way = (text, tag) => understand(text, tag).intent;

/** The bot, where Teams speaks English to everybody. */
export const inEnglishTeams: Way = (text) => understand(text, 'en-US').intent;

/** Whether the bot asks back which of two was meant. */
export const isAskedBack = (text: string, tag: string): boolean => understand(text, tag).close !== undefined;

const rows = 262_144;

/** The same classifier over words and letters alone, over what words mean alone, and naive Bayes over words. */
export function otherWays(): Record<'letters' | 'meanings' | 'bayes', Way> {
  const all = utterances();
  return {
    letters: learned(all, ({ tokens }) => lettersAndWords(tokens, rows)),
    meanings: learned(all, ({ meanings }) => meaningsAlone(meanings, rows)),
    bayes: bayes(all),
  };
}

const reading = (text: string, tag: string): Reading => readIn(tag, tokensOf(plainText(text)));

function learned(all: Said[], features: (reading: Reading) => number[]): Way {
  const labels = [...new Set(all.map(({ intent }) => intent))].sort();
  const examples = all.map(({ text, tag, intent }) => ({
    features: features(reading(text, tag)),
    label: labels.indexOf(intent),
  }));
  const weights = learnWeights(examples, { rows, labels: labels.length, cost, epochs });
  return (text, tag) => {
    const found = features(reading(text, tag));
    const scores = labels.map((_label, at) =>
      found.reduce((sum, row) => sum + (weights[row * labels.length + at] ?? 0), 0),
    );
    return labels[scores.indexOf(Math.max(...scores))] ?? 'unclear';
  };
}

/** Multinomial, add one, a language at a time: the least that a library would do. */
function bayes(all: Said[]): Way {
  const ways = new Map([...Map.groupBy(all, ({ tag }) => tag)].map(([tag, said]) => [tag, bayesOf(said)]));
  return (text, tag) => ways.get(tag)?.(text, tag) ?? 'unclear';
}

function bayesOf(said: Said[]): Way {
  const words = new Set<string>();
  const classes = [...Map.groupBy(said, ({ intent }) => intent)].map(([intent, texts]) => {
    const counts = new Map<string, number>();
    const tokens = texts.flatMap(({ text, tag }) => reading(text, tag).tokens);
    for (const token of tokens) {
      words.add(token);
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    return { intent, counts, total: tokens.length, prior: Math.log(texts.length) };
  });
  return (text, tag) => {
    const { tokens } = reading(text, tag);
    const likely = classes.map(({ intent, counts, total, prior }): [Intent, number] => [
      intent,
      tokens.reduce(
        (sum, token) => sum + Math.log(((counts.get(token) ?? 0) + 1) / (total + words.size)),
        prior,
      ),
    ]);
    return likely.sort(([, one], [, other]) => other - one)[0]?.[0] ?? 'unclear';
  };
}
