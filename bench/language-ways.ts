import { understand } from '../src/language/intent.ts';
import { intentOf } from '../src/language/intent-rules.ts';
import type { Intent } from '../src/language/intents.ts';
import { readLearned, scoresOf } from '../src/language/learned.ts';
import { plainText } from '../src/language/plain-text.ts';
import { tokensOf } from '../src/language/tokens.ts';
import { inItsLanguage } from '../src/language/vocabularies.ts';

/** Reads a text, of whose language only the words tell. */
export type Way = (text: string) => Intent;

/** A language without words, so that no reading is preferred to another. */
const nobodys = 'xx';
const learned = readLearned();

/** The bot as it is. */
export const asTheBot: Way = (text) => understand(text, nobodys).intent;

/** The rules over the lists of words, alone. */
export const byWords: Way = (text) => intentOf(inItsLanguage(tokensOf(plainText(text)), nobodys)).intent;

/** What was learned from examples, alone. */
export const byExamples: Way = (text) => {
  const scores = [...scoresOf(learned, tokensOf(plainText(text)))];
  return scores.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
};

/** Whether the bot asks back which of two was meant. */
export const isAskedBack = (text: string): boolean => understand(text, nobodys).close !== undefined;
