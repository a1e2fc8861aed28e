import { featuresOf } from './features.ts';
import type { Intent } from './intents.ts';
import { type Learned, readLearned, type Scores, scoresOf } from './learned.ts';
import type { Reading } from './reading.ts';

let learnedIntents: Learned<Intent> | undefined;
let learnedAlarms: Learned<'notMe' | 'wish'> | undefined;

function intents(): Learned<Intent> {
  learnedIntents ??= readLearned<Intent>('intents');
  return learnedIntents;
}

/** A message as rows of the intents' table. */
export const featuresIn = ({ tokens, meanings }: Reading): number[] =>
  featuresOf(tokens, meanings, intents().rows);

/**
 * Whether a message says that it was not its writer who did what was done, or that somebody else is at their account. Its
 * table is smaller, of which a row is the last bits of one of the intents'.
 */
export function isAlarm(features: readonly number[]): boolean {
  learnedAlarms ??= readLearned<'notMe' | 'wish'>('alarm');
  const last = learnedAlarms.rows - 1;
  const scores = scoresOf(learnedAlarms, [...new Set(features.map((row) => row & last))]);
  return (scores.get('notMe') ?? 0) > 0;
}

/** How strongly a message speaks for each intent, by what was learned from what people say. */
export const intentScores = (features: readonly number[]): Scores<Intent> => scoresOf(intents(), features);
